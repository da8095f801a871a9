package scheme

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/interpreter"

	"throughline/internal/domain/calendar"
)

// facts are what is known of one encounter under one rulebook, in the terms of
// the expression language: nothing is copied for the words a rulebook does not
// ask.
type facts struct {
	*known
	book     *Rulebook
	settings Settings
	unknown  []*cel.AttributePatternType
}

// known is what is known of an encounter, whichever rulebook asks.
type known struct {
	encounter *Encounter
	unknown   []*cel.AttributePatternType
}

// patterns mark each word as not known.
var patterns = func() []*cel.AttributePatternType {
	all := make([]*cel.AttributePatternType, len(words))
	for i := range words {
		all[i] = cel.AttributePattern(words[i].name)
	}
	return all
}()

// knownOf gathers what is known of an encounter that is decided as on a day.
func knownOf(e *Encounter, on calendar.Day) *known {
	if on.Known() {
		dated := *e
		dated.OccurredOn = on
		e = &dated
	}
	k := &known{encounter: e, unknown: make([]*cel.AttributePatternType, 0, len(words))}
	for i := range words {
		if _, ok := words[i].known(e); !ok {
			k.unknown = append(k.unknown, patterns[i])
		}
	}
	return k
}

// facts gathers what is known of an encounter and the place, and marks the rest
// as not known.
func (b *Rulebook) facts(k *known, s Settings) *facts {
	f := &facts{known: k, book: b, settings: s, unknown: k.unknown}
	for i := range b.Settings {
		if _, ok := b.Settings[i].decided(s); !ok {
			// Capped, so that another rulebook's settings never land in the same list.
			f.unknown = append(f.unknown[:len(f.unknown):len(f.unknown)], cel.AttributePattern(b.Settings[i].Name))
		}
	}
	return f
}

// ResolveName returns what a word or a setting is, and false where it is not known.
func (f *facts) ResolveName(name string) (any, bool) {
	if w := wordNamed(name); w != nil {
		return w.known(f.encounter)
	}
	if setting := f.book.setting(name); setting != nil {
		return setting.decided(f.settings)
	}
	return nil, false
}

// Parent returns nil: there is nothing behind these facts.
func (f *facts) Parent() interpreter.Activation { return nil }

// AsPartialActivation says that some of it is not known.
func (f *facts) AsPartialActivation() (interpreter.PartialActivation, bool) { return f, true }

// UnknownAttributePatterns returns what is not known.
func (f *facts) UnknownAttributePatterns() []*cel.AttributePatternType { return f.unknown }
