package govuk

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Size is how large a label or legend is set. The zero Size is plain text.
type Size string

// Sizes of labels, legends and captions.
const (
	Small      Size = "s"
	Medium     Size = "m"
	Large      Size = "l"
	ExtraLarge Size = "xl"
)

// Field is one question: its name in the form, what it asks, what was typed and
// what is wrong with it. Fields not used by a component are ignored by it.
type Field struct {
	Name      string // in the posted form
	ID        string // of the control; Name when empty
	Label     string // the question: a label, or the legend of a group
	LabelSize Size
	Heading   bool // the label is the heading of the page
	Hint      string
	Value     string   // what was typed or chosen
	Values    []string // what was ticked, for Checkboxes
	Error     string   // what is wrong, in her or his words

	Type         string // of an Input; "text" when empty
	InputMode    string // such as "numeric" or "tel"
	Autocomplete string // such as "off" or "username"
	List         string // id of a datalist with suggestions
	Prefix       string
	Suffix       string
	Width        int // of an Input in characters: 2, 3, 4, 5, 10, 20 or 30
	Rows         int // of a Textarea; 5 when 0
	NoSpelling   bool
	Code         bool // of a Textarea: letters of one width, for a text written by line and column
	Compact      bool // smaller radios and checkboxes
	Inline       bool // radios side by side
}

// Option is one answer among Radios, Checkboxes or a Select.
type Option struct {
	Value     string
	Label     string
	Hint      string
	Divider   bool            // no answer: Label is a word such as "or" between answers
	Reveal    templ.Component // asked only when this answer is chosen
	Picture   string          // beside the label, on a page that shows pictures
	Exclusive bool            // ticking it clears the other boxes
	Disabled  bool
}

func (f Field) id() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// Anchor is the id of the control that a problem with the field leads to.
func (f Field) Anchor() string { return f.id() }

func (f Field) hintID() string  { return f.id() + "-hint" }
func (f Field) errorID() string { return f.id() + "-error" }

func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.hintID())
	}
	if f.Error != "" {
		ids = append(ids, f.errorID())
	}
	return strings.Join(ids, " ")
}

// described adds aria-describedby to attributes when there is a hint or error.
func (f Field) described(attributes templ.Attributes) templ.Attributes {
	if ids := f.describedBy(); ids != "" {
		attributes["aria-describedby"] = ids
	}
	return attributes
}

func (f Field) groupClass() string {
	if f.Error != "" {
		return "govuk-form-group govuk-form-group--error"
	}
	return "govuk-form-group"
}

// controlClass is the class of the control itself, such as "govuk-input".
func (f Field) controlClass(base string) string {
	classes := base
	if f.Width != 0 {
		classes += " " + base + "--width-" + strconv.Itoa(f.Width)
	}
	if f.Error != "" {
		classes += " " + base + "--error"
	}
	return classes
}

func (f Field) textareaClass() string {
	classes := f.controlClass("govuk-textarea")
	if f.Code {
		classes += " tl-code"
	}
	return classes
}

func sized(base string, size Size) string {
	if size == "" {
		return base
	}
	return base + " " + base + "--" + string(size)
}

func (f Field) inputAttributes() templ.Attributes {
	attributes := f.described(templ.Attributes{})
	for name, value := range map[string]string{
		"inputmode": f.InputMode, "autocomplete": f.Autocomplete, "list": f.List, "value": f.Value,
	} {
		if value != "" {
			attributes[name] = value
		}
	}
	// A password is never sent back to the page.
	if f.Type == "password" {
		delete(attributes, "value")
	}
	if f.NoSpelling {
		attributes["spellcheck"] = "false"
	}
	return attributes
}

func (f Field) inputType() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) textareaAttributes() templ.Attributes {
	attributes := f.described(templ.Attributes{})
	if f.Autocomplete != "" {
		attributes["autocomplete"] = f.Autocomplete
	}
	if f.NoSpelling {
		attributes["spellcheck"] = "false"
	}
	return attributes
}

func (f Field) rows() string {
	if f.Rows == 0 {
		return "5"
	}
	return strconv.Itoa(f.Rows)
}

func (f Field) chosen(option Option) bool {
	return option.Value == f.Value && f.Value != "" || slices.Contains(f.Values, option.Value)
}

// optionID is the id of the nth answer: the first carries the id of the field,
// so that the error summary leads to it.
func (f Field) optionID(n int) string {
	if n == 0 {
		return f.id()
	}
	return f.id() + "-" + strconv.Itoa(n+1)
}

func (f Field) choicesClass(base string) string {
	classes := base
	if f.Compact {
		classes += " " + base + "--small"
	}
	if f.Inline {
		classes += " " + base + "--inline"
	}
	return classes
}

func (f Field) optionAttributes(n int, option Option) templ.Attributes {
	attributes := templ.Attributes{}
	if f.chosen(option) {
		attributes["checked"] = true
	}
	if option.Disabled {
		attributes["disabled"] = true
	}
	if option.Hint != "" {
		attributes["aria-describedby"] = f.optionID(n) + "-item-hint"
	}
	if option.Reveal != nil {
		attributes["data-aria-controls"] = "conditional-" + f.optionID(n)
	}
	if option.Exclusive {
		attributes["data-behaviour"] = "exclusive"
	}
	return attributes
}

func (f Field) revealClass(base string, option Option) string {
	class := base + "__conditional"
	if !f.chosen(option) {
		class += " " + base + "__conditional--hidden"
	}
	return class
}
