package sharing

import (
	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// What a reader gets of a case, as every page shows it.
type (
	Pack    = casework.Pack
	Section = casework.Section
	Line    = casework.PackLine
	Note    = casework.PackNote
)

// reading is what a reader may open of a case at a moment, and for which purposes
// it is opened: each purpose with the classes that no purpose before it opened.
type reading struct {
	asker    access.Asker
	purposes []opened
	whole    access.Classes                // without being held to a part
	until    map[access.Class]calendar.Day // of the classes that hang on a permission
}

type opened struct {
	purpose access.Purpose
	classes access.Classes
}

// all returns every class that is opened.
func (r reading) all() access.Classes {
	var all access.Classes
	for _, one := range r.purposes {
		all |= one.classes
	}
	return all
}

// readingOf works out what somebody may read of a case now.
func (d Desk) readingOf(asker access.Asker, row journey.Row) reading {
	r := reading{asker: asker, until: map[access.Class]calendar.Day{}}
	without := row
	without.Door.Permissions = nil
	standing, unasked := d.Standing(asker, row), d.Standing(asker, without)
	var unhung access.Classes
	for _, purpose := range purposes {
		byRelation := readable(unasked, purpose)
		allowed := byRelation | readable(standing, purpose)&^unshared
		if added := allowed &^ r.all(); added != 0 {
			r.purposes = append(r.purposes, opened{purpose, added})
		}
		unhung |= byRelation
		r.whole |= allowed & standing.Whole(access.Read, purpose)
	}
	for _, class := range access.EveryClass {
		if !r.all().Has(class) || unhung.Has(class) {
			continue
		}
		for _, permission := range row.Door.Permissions {
			if permission.Recipient == asker.Agency && permission.Classes.Has(class) && permission.State(d.Now()) == journey.PermissionGiven {
				r.until[class] = max(r.until[class], permission.Until)
			}
		}
	}
	return r
}

// readable returns the classes that may be read for a purpose without a reason
// being written down first: no page here asks for one.
func readable(standing casework.Standing, purpose access.Purpose) access.Classes {
	allowed := standing.Allowed(access.Read, purpose)
	for _, class := range access.EveryClass {
		if standing.Decide(class, access.Read, purpose).Needs.Has(access.WrittenReason) {
			allowed &^= access.Classes(class)
		}
	}
	return allowed
}

// pack makes what a reader gets of a case from what the door opened, and from no
// more than shown.
func (d Desk) pack(one casework.Case, r reading, shown access.Classes) Pack {
	pack := Pack{Reference: casework.Reference(one.Row.Case)}
	source := contents{Case: one, reader: r.asker, rule: d.RuleOf(one.Row), today: d.Today()}
	for _, class := range access.EveryClass {
		if !(r.all() & shown).Has(class) {
			continue
		}
		section := Section{Class: class, Title: titles[class], Part: !r.whole.Has(class), Until: r.until[class]}
		section.Lines, section.Notes = source.of(class, section.Part)
		if !section.Part {
			section.Told = source.told(class, r.all().Has(access.Offence))
		}
		if class == access.Identity && len(section.Lines) > 0 {
			pack.Name = section.Lines[0].Value
		}
		if section.Part && len(section.Lines)+len(section.Notes) == 0 {
			continue // the part that is this reader's is empty
		}
		pack.Sections = append(pack.Sections, section)
	}
	pack.Until = together(pack.Sections)
	return pack
}

// together returns the day on which all sections that hang on a permission end,
// zero where there are none or where they end on several days.
func together(sections []Section) calendar.Day {
	var until calendar.Day
	for _, section := range sections {
		switch {
		case !section.Until.Known():
		case until.Known() && until != section.Until:
			return 0
		default:
			until = section.Until
		}
	}
	return until
}
