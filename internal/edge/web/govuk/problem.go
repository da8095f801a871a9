package govuk

// Problem is one thing to put right, in the words of the person reading.
type Problem struct {
	Field  string // name of the field
	Text   string // such as "Enter her date of birth"
	Anchor string // id of the control it leads to; Field when empty
}

// Problems are what is wrong with a form, in the order of its fields.
type Problems []Problem

// Add appends a problem with the field of this name.
func (p *Problems) Add(field, text string) { *p = append(*p, Problem{Field: field, Text: text}) }

// AddDate appends a problem with the DateInput of this name: it leads to the
// day box.
func (p *Problems) AddDate(field, text string) {
	*p = append(*p, Problem{Field: field, Text: text, Anchor: field + "-day"})
}

// For returns the first problem with the field of this name, or "".
func (p Problems) For(field string) string {
	for _, problem := range p {
		if problem.Field == field {
			return problem.Text
		}
	}
	return ""
}

// Any says whether anything is wrong.
func (p Problems) Any() bool { return len(p) > 0 }

func (p Problem) href() string {
	switch {
	case p.Anchor != "":
		return "#" + p.Anchor
	case p.Field != "":
		return "#" + p.Field
	}
	return ""
}
