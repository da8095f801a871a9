package packs

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/discreet"
	"throughline/internal/domain/journey"
)

// Others are the strings of other people that must not leave unseen.
type Others struct{ strings []discreet.Protected }

// What stands in a place, in words.
const (
	otherWoman  = "the name, phone number, e-mail address or postcode of somebody else"
	otherWorker = "the name of somebody who works here"
	otherNumber = "a phone number"
	otherPost   = "a postcode"
	otherMail   = "an e-mail address"
	hersClosed  = "where she can be found, which this reader may not know"
)

// shortestName is how many letters a family name must have to be sought by
// itself.
const shortestName = 3

// Add protects who another woman is: her names together, her family name, and
// how she is reached.
func (o *Others) Add(who journey.Identity) {
	for _, first := range []string{who.Given, who.KnownAs} {
		if first != "" && who.Family != "" {
			o.add(otherWoman, first+" "+who.Family, who.Family+" "+first)
		}
	}
	if len([]rune(who.Family)) >= shortestName {
		o.add(otherWoman, who.Family)
	}
	o.add(otherWoman, who.Phone, who.Email, who.Postcode, who.Through)
}

// AddWorker protects the name of somebody who works here.
func (o *Others) AddWorker(name string) {
	o.add(otherWorker, name)
	for _, part := range strings.Fields(name) {
		if len([]rune(part)) > shortestName {
			o.add(otherWorker, part)
		}
	}
}

// AddHers protects where she can be found, from a reader who may not know it.
func (o *Others) AddHers(who journey.Identity) {
	o.add(hersClosed, who.Phone, who.Email, who.Postcode, who.Through)
}

func (o *Others) add(what string, texts ...string) {
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			o.strings = append(o.strings, discreet.Protected{Text: text, What: what})
		}
	}
}

// Some things are shown to a person whoever they belong to.
var shapes = []struct {
	what string
	is   *regexp.Regexp
}{
	{otherMail, regexp.MustCompile(`[[:alnum:]._%+-]+@[[:alnum:].-]+\.[[:alpha:]]{2,}`)},
	{otherPost, regexp.MustCompile(`(?i)\b[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}\b`)},
	{otherNumber, regexp.MustCompile(`(?:\+?[0-9][ ()./-]{0,2}){9,}[0-9]`)},
}

// find returns the items with the places in which somebody else stands. Who she
// is herself is no place. What cannot be told apart within a line is the whole
// line, never nothing.
func (o *Others) find(items []Item, hers journey.Identity) []Item {
	anywhere := o.near(items)
	found := slices.Clone(items)
	for i := range found {
		item := &found[i]
		item.Places = nil
		here := Others{anywhere}
		near := here.near(found[i : i+1])
		for n, line := range item.Lines {
			item.Places = append(item.Places, placesIn(n, line, near, hers)...)
		}
		item.Places = append(item.Places, acrossLines(*item, near)...)
		for n := range item.Places {
			item.Places[n].Number = n + 1
		}
	}
	return found
}

// between parts one item from the next where all are read together, so that
// nothing is found across two.
const between = " xqjzkitemzkqjx "

// near returns the protected strings that stand anywhere in the items: of many
// thousands nearly always few.
func (o *Others) near(items []Item) []discreet.Protected {
	var all strings.Builder
	for _, item := range items {
		all.WriteString(whole(item))
		all.WriteString(between)
	}
	numbered := make([]discreet.Protected, len(o.strings))
	for i, one := range o.strings {
		numbered[i] = discreet.Protected{Text: one.Text, What: strconv.Itoa(i)}
	}
	var near []discreet.Protected
	for _, finding := range discreet.Seek("", all.String(), numbered) {
		if i, err := strconv.Atoi(finding.What); err == nil {
			near = append(near, o.strings[i])
		}
	}
	return near
}

// whole is everything an item says.
func whole(item Item) string {
	parts := []string{item.Title, item.By}
	for _, line := range item.Lines {
		parts = append(parts, line.Text)
	}
	return strings.Join(parts, "\n")
}

// placesIn returns the places of one line.
func placesIn(n int, line Line, near []discreet.Protected, hers journey.Identity) []Place {
	var places []Place
	add := func(from, to int, what string) {
		for i := range places {
			if places[i].From <= from && to <= places[i].To {
				if !strings.Contains(places[i].What, what) {
					places[i].What += ", " + what
				}
				return
			}
		}
		// A larger piece takes in the smaller ones within it.
		places = slices.DeleteFunc(places, func(p Place) bool {
			within := from <= p.From && p.To <= to
			if within && !strings.Contains(what, p.What) {
				what += ", " + p.What
			}
			return within
		})
		places = append(places, Place{Line: n, From: from, To: to, What: what})
	}
	for _, one := range near {
		if len(discreet.Seek("", line.Text, []discreet.Protected{one})) == 0 {
			continue
		}
		within := false
		for _, piece := range sentences(line.Text) {
			if len(discreet.Seek("", line.Text[piece[0]:piece[1]], []discreet.Protected{one})) > 0 {
				add(piece[0], piece[1], one.What)
				within = true
			}
		}
		if !within {
			add(0, len(line.Text), one.What)
		}
	}
	for _, shape := range shapes {
		for _, at := range shape.is.FindAllStringIndex(line.Text, -1) {
			if ofHers(line.Text[at[0]:at[1]], hers) {
				continue
			}
			for _, piece := range sentences(line.Text) {
				if piece[0] < at[1] && at[0] < piece[1] {
					add(piece[0], piece[1], shape.what)
				}
			}
		}
	}
	slices.SortFunc(places, func(a, b Place) int { return a.From - b.From })
	return places
}

// ofHers says whether a number, an address or a postcode is her own.
func ofHers(text string, hers journey.Identity) bool {
	return slices.ContainsFunc([]string{hers.Phone, hers.Email, hers.Postcode}, func(own string) bool {
		return own != "" && len(discreet.Seek("", text, []discreet.Protected{{Text: own}})) > 0
	})
}

// acrossLines returns every line of an item as a place where a string stands
// across two of them.
func acrossLines(item Item, near []discreet.Protected) []Place {
	for _, one := range near {
		alone := slices.ContainsFunc(item.Lines, func(line Line) bool {
			return len(discreet.Seek("", line.Text, []discreet.Protected{one})) > 0
		})
		if alone || len(discreet.Seek("", whole(item), []discreet.Protected{one})) == 0 {
			continue
		}
		var places []Place
		for n, line := range item.Lines {
			places = append(places, Place{Line: n, To: len(line.Text), What: one.What})
		}
		return places
	}
	return nil
}

// sentences returns where the sentences of a text begin and end, with nothing
// between them.
func sentences(text string) [][2]int {
	var pieces [][2]int
	from := 0
	for i, letter := range text {
		if i < from || !strings.ContainsRune(".!?\n", letter) {
			continue
		}
		end := i + 1
		if letter != '\n' && end < len(text) && text[end] != ' ' && text[end] != '\n' {
			continue
		}
		pieces, from = append(pieces, [2]int{from, end}), end
	}
	if from < len(text) {
		pieces = append(pieces, [2]int{from, len(text)})
	}
	return pieces
}
