package linking

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/linkage"
)

// Telling says who women are, as the record was told.
type Telling interface {
	// Told returns of each of these women what was told of who she is, with its words,
	// and her arrests, in the order they were written; what was replaced and taken back
	// is among them. A woman whose record was erased has nothing there.
	Told(ctx context.Context, women []string) (map[string][]journey.Fact, error)
}

// name is one name of a woman, with what tells her from others.
type name struct {
	Given, Family, Postcode string
	Born                    calendar.Day
}

// her is a woman as a feed is compared with her.
type her struct {
	woman   string
	ref     string          // the key an import named her by, else her id
	names   []name          // each once, in the order they were told
	arrests map[string]bool // numbers of those on her record
}

// herOf works out from what was told who a woman is. Earlier names and what she is
// known as are names of hers too.
func herOf(woman string, facts []journey.Fact) her {
	found := her{woman: woman, ref: woman, arrests: map[string]bool{}}
	var who journey.Identity
	add := func(given, family string) {
		one := name{given, family, who.Postcode, who.Born}
		if given+family != "" && !slices.Contains(found.names, one) {
			found.names = append(found.names, one)
		}
	}
	for _, fact := range facts {
		if fact.Body.Kind() != journey.KindIdentity {
			continue
		}
		if key, imported := importKey(fact.Source); imported {
			found.ref = key
		}
		if fact.Words == nil || fact.Words.Identity == nil {
			continue
		}
		who = who.Merge(*fact.Words.Identity)
		add(who.Given, who.Family)
		if who.KnownAs != "" {
			add(who.KnownAs, who.Family)
		}
	}
	for _, fact := range journey.Effective(facts, 0) {
		if arrest, is := fact.Body.(journey.Arrested); is {
			found.arrests[arrest.Arrest] = true
		}
	}
	return found
}

// importKey returns the key of the row of women.csv that a source names, after the
// sender where it names one.
func importKey(source string) (string, bool) {
	const table = "women/"
	sender, key := "", source
	if i := strings.Index(source, "/"+table); i > 0 {
		sender, key = source[:i+1], source[i+1:]
	}
	key, is := strings.CutPrefix(key, table)
	if !is {
		return "", false
	}
	if plain, err := url.PathUnescape(key); err == nil {
		key = plain
	}
	return sender + key, true
}

// plain returns a name as names are compared.
func plain(text string) string { return strings.ToUpper(strings.Join(strings.Fields(text), " ")) }

// plainPostcode returns a postcode with one space before its last three letters,
// however it was typed.
func plainPostcode(text string) string {
	const inward = 3
	text = strings.ToUpper(strings.Join(strings.Fields(text), ""))
	if len(text) < 5 {
		return text
	}
	return text[:len(text)-inward] + " " + text[len(text)-inward:]
}

// row returns a name as a row of a table to compare.
func (n name) row() []string {
	return []string{plain(n.Given), plain(n.Family), n.Born.String(), plainPostcode(n.Postcode)}
}

func (l Line) name() name { return name{l.Given, l.Family, l.Postcode, l.Born} }

// tables puts the women and the feed into tables that can be compared. It returns
// of each record of the first of which woman it is, and which of her names.
func tables(women []her, lines []Line) (left, right *linkage.Table, whose, which []int32, err error) {
	words := linkage.NewWords()
	left, right = linkage.NewTable(words, linkage.PoliceColumns...), linkage.NewTable(words, linkage.PoliceColumns...)
	for i, one := range women {
		for k, name := range one.names {
			if err := left.Add(name.row()...); err != nil {
				return nil, nil, nil, nil, err
			}
			whose, which = append(whose, int32(i)), append(which, int32(k))
		}
	}
	for _, line := range lines {
		if err := right.Add(line.name().row()...); err != nil {
			return nil, nil, nil, nil, err
		}
	}
	return left, right, whose, which, nil
}
