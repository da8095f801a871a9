package scheme

import (
	"fmt"
	"maps"
	"slices"
)

// Settings are local decisions by name: a list of names, a yes (true) or no
// (false), or a number, as decoded from JSON or YAML. A setting left out keeps the rulebook's
// own value, and without one is undecided.
type Settings map[string]any

// CheckSettings says which setting the rulebook does not have, and which value
// its kind cannot hold. Decide takes either as undecided.
func (b *Rulebook) CheckSettings(given Settings) error {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		i := slices.IndexFunc(b.Settings, func(s Setting) bool { return s.Name == name })
		if i < 0 {
			return fmt.Errorf("%s has no local setting %q", b.ID, name)
		}
		value, ok := b.Settings[i].Kind.read(given[name])
		if !ok {
			return fmt.Errorf("local setting %s of %s is %v: %s", name, b.ID, given[name], b.Settings[i].Kind.words())
		}
		if names, list := value.([]string); list && len(names) > mostNames {
			return fmt.Errorf("local setting %s of %s has %d names: it may have %d", name, b.ID, len(names), mostNames)
		}
	}
	return nil
}

func (k SettingKind) words() string {
	switch k {
	case Names:
		return "it is a list of names"
	case Number:
		return "it is a number"
	}
	return "it is true or false"
}

// read returns a value of this kind, and false where what is given is none.
func (k SettingKind) read(given any) (any, bool) {
	switch k {
	case YesNo:
		decided, ok := given.(bool)
		return decided, ok
	case Number:
		switch number := given.(type) {
		case float64:
			return number, true
		case int:
			return float64(number), true
		}
		return nil, false
	}
	switch list := given.(type) {
	case []string:
		return list, true
	case []any:
		names := make([]string, len(list))
		for i, item := range list {
			name, ok := item.(string)
			if !ok {
				return nil, false
			}
			names[i] = name
		}
		return names, true
	}
	return nil, false
}

// decided returns the value of a setting, and false while it is undecided.
func (s *Setting) decided(given Settings) (any, bool) {
	if value, ok := s.Kind.read(given[s.Name]); ok {
		return value, true
	}
	return s.Kind.read(s.Value)
}

// Names returns the list a local setting is decided as, and false while it is
// undecided.
func (b *Rulebook) Names(name string, given Settings) ([]string, bool) {
	names, ok := b.value(name, given).([]string)
	return names, ok
}

// Truth returns the yes or no that a local setting is decided as, and false
// while it is undecided.
func (b *Rulebook) Truth(name string, given Settings) (yes, decided bool) {
	yes, decided = b.value(name, given).(bool)
	return yes, decided
}

// value returns what a setting is decided as, nil while it is undecided.
func (b *Rulebook) value(name string, given Settings) any {
	if setting := b.setting(name); setting != nil {
		if value, decided := setting.decided(given); decided {
			return value
		}
	}
	return nil
}

func (b *Rulebook) setting(name string) *Setting {
	for i := range b.Settings {
		if b.Settings[i].Name == name {
			return &b.Settings[i]
		}
	}
	return nil
}

// Decided returns what a local setting is decided as, and false while it is
// undecided.
func (b *Rulebook) Decided(name string, given Settings) (any, bool) {
	value := b.value(name, given)
	return value, value != nil
}
