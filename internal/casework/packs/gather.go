package packs

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Person is somebody who works here, as packs name them and as they must not.
type Person struct {
	ID, Name, Role, Agency string
}

// Words are how a pack names them.
func (p Person) Words() string {
	return strings.Trim(p.Role+", "+p.Agency, ", ")
}

// gathering turns facts into items.
type gathering struct {
	people map[string]Person // by account id
	known  map[string]bool   // ids of things within the record, which say nothing outside it
}

// items returns the facts as items, in the order they happened. A fact that was
// corrected is an item too, and says so.
func (g gathering) items(facts []journey.Fact) ([]Item, error) {
	replaced := journey.Replaced(facts)
	ordered := slices.Clone(facts)
	slices.SortStableFunc(ordered, func(a, b journey.Fact) int { return a.Happened.Compare(b.Happened) })
	items := make([]Item, 0, len(ordered))
	for _, fact := range ordered {
		item := Item{
			ID: fact.ID, Title: title(fact.Body.Kind()), Class: fact.Class().String(), On: fact.Happened.Words(), By: g.by(fact),
		}
		coded, err := journey.MarshalBody(fact.Body)
		if err != nil {
			return nil, fmt.Errorf("reading a %s fact for a pack: %w", fact.Body.Kind(), err)
		}
		var fields map[string]any
		if err := json.Unmarshal(coded, &fields); err != nil {
			return nil, fmt.Errorf("reading a %s fact for a pack: %w", fact.Body.Kind(), err)
		}
		item.Lines = append(g.lines("", fields), wordLines(fact.Words)...)
		if _, is := fact.Body.(journey.DocumentAttached); is {
			item.Lines = append(item.Lines, Line{"The document itself", "It is not in this copy. Ask the service for it"})
		}
		if _, is := replaced[fact.ID]; is {
			item.Lines = append(item.Lines, Line{"Later", "This entry was replaced by a later one"})
		}
		items = append(items, item)
	}
	return items, nil
}

// by says who wrote a fact.
func (g gathering) by(fact journey.Fact) string {
	switch person, known := g.people[fact.By]; {
	case known:
		return person.Words()
	case fact.Agency == access.Itself:
		return "She herself"
	}
	return fact.Agency
}

// title says what a kind of fact is, in words.
func title(kind journey.Kind) string {
	words := strings.ReplaceAll(string(kind), "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

// lines writes the coded part of a fact out. An account becomes role and agency;
// an id that joins facts of the record to each other says nothing and is left out.
func (g gathering) lines(prefix string, fields map[string]any) []Line {
	var lines []Line
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		name := strings.TrimSpace(prefix + " " + strings.ReplaceAll(key, "_", " "))
		if text := g.value(name, fields[key], &lines); text != "" {
			lines = append(lines, Line{title(journey.Kind(name)), text})
		}
	}
	return lines
}

// value writes a value as text, or adds the lines of what lies within it.
func (g gathering) value(name string, value any, lines *[]Line) string {
	switch value := value.(type) {
	case string:
		if person, is := g.people[value]; is {
			return person.Words()
		}
		if g.known[value] {
			return ""
		}
		return strings.ReplaceAll(value, "_", " ")
	case bool:
		if value {
			return "yes"
		}
		return "no"
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case map[string]any:
		*lines = append(*lines, g.lines(name, value)...)
	case []any:
		var parts []string
		for _, one := range value {
			if part := g.value(name, one, lines); part != "" {
				parts = append(parts, part)
			}
		}
		return strings.Join(parts, ", ")
	}
	return ""
}

// wordLines writes the sealed part of a fact out.
func wordLines(words *journey.Words) []Line {
	if words == nil {
		return nil
	}
	var lines []Line
	add := func(key, text string) {
		if text != "" {
			lines = append(lines, Line{key, text})
		}
	}
	if who := words.Identity; who != nil {
		lines = append(lines, whoLines(*who)...)
	}
	add("Words", words.Text)
	add("How she will know", words.Measure)
	add("Who takes it", words.Service)
	add("Reason", words.Excuse)
	add("Reference", words.Reference)
	add("Offence", words.Offence)
	add("Place", words.Place)
	add("For", words.Onward)
	add("From another country", string(words.ForeignNational))
	return lines
}

// whoLines write out who she is.
func whoLines(who journey.Identity) []Line {
	var lines []Line
	add := func(key, text string) {
		if text != "" {
			lines = append(lines, Line{key, text})
		}
	}
	add("First name", who.Given)
	add("Family name", who.Family)
	add("Known as", who.KnownAs)
	if who.Born.Known() {
		add("Born", who.Born.Short())
	}
	add("Postcode", who.Postcode)
	add("Phone", who.Phone)
	add("E-mail", who.Email)
	add("Interpreter", who.Interpret)
	add("Safe times", who.Times)
	add("What to ask for", who.Ask)
	add("Through", who.Through)
	return lines
}

// idsOf returns the ids that facts join each other by: those of the facts, of
// women and cases, and of whatever a body names itself by.
func idsOf(facts []journey.Fact) map[string]bool {
	ids := map[string]bool{}
	for _, fact := range facts {
		for _, id := range []string{fact.ID, fact.Woman, fact.Case} {
			if id != "" {
				ids[id] = true
			}
		}
		switch body := fact.Body.(type) {
		case journey.Referred:
			ids[body.Encounter] = true
		case journey.ConditionGiven:
			ids[body.Condition] = true
		case journey.Booked:
			ids[body.Appointment] = true
		case journey.Attendance:
			ids[body.Appointment] = true
		case journey.GoalSet:
			ids[body.Goal] = true
		case journey.ActivityRecorded:
			ids[body.Activity] = true
		case journey.DocumentAttached:
			ids[body.Document] = true
		case journey.Encounter:
			ids[body.Encounter] = true
		case journey.Arrested:
			ids[body.Arrest] = true
		case journey.PermissionAnswered:
			ids[body.Permission] = true
		case journey.ConflictMarked:
			ids[body.Conflict] = true
		case journey.OpeningAgreed:
			ids[body.Opening] = true
		case journey.HoldSet:
			ids[body.Hold] = true
		case journey.ErasureAsked:
			ids[body.Erasure] = true
		case journey.PackBegun:
			ids[body.Pack] = true
		}
	}
	delete(ids, "")
	return ids
}

// partOf returns the data class of a code, for a part of its own.
func partOf(class access.Class) string { return class.String() }
