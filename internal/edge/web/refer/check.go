package refer

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework/intake"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// checkSheet asks of an encounter what the schemes ask, and says which doors are
// open. It names nobody, and nothing of it is kept.
type checkSheet struct {
	referForm
	doors *intake.Doors // nil before anything was asked
}

func (s checkSheet) page() web.Page {
	return web.Page{Title: "What is open to her", Problems: s.problems, Body: checkPage(s)}
}

// checking asks about everything that any scheme asks.
func (d *Door) checking(r *web.Request, form url.Values) checkSheet {
	ask := asking{words: d.intake.Asks(true)}
	for _, h := range happenings {
		if h.value != released {
			ask.happenings = append(ask.happenings, h)
		}
	}
	return checkSheet{referForm: referForm{action: "/refer/check", form: form, places: d.placesOf(r.Asker), ask: ask}}
}

func (d *Door) askCheck(r *web.Request) (web.Response, error) {
	places := d.placesOf(r.Asker)
	return web.Show(d.checking(r, placeFrom(r.URL.Query(), d.last.of(r.Asker), places)).page()), nil
}

func (d *Door) check(r *web.Request) (web.Response, error) {
	sheet := d.checking(r, r.Posted)
	entry := journey.Referral{Force: r.Asker.Agency}
	entry.Area, entry.Suite = readPlace(r.Posted, sheet.places)
	if now, chosen := happeningOf(r.Field("outcome")); chosen {
		entry.Met, entry.Outcome = now.met, now.outcome
	}
	entry.Offence, _ = readOffence(r.Field("offence"))
	problems := sheet.ask.readMore(r.Posted, &entry.Asked)
	if typed := strings.TrimSpace(r.Field("age")); typed != "" {
		age, err := strconv.Atoi(typed)
		if err != nil || age < 0 || age > 120 {
			problems = append(problems, journey.Problem{Field: "age", Say: "Enter her age in years, as a number"})
		} else { // only her age counts, so any day of that year will do
			entry.Identity.Born = d.intake.Today().AddMonths(-12 * age)
		}
	}
	if len(problems) > 0 {
		sheet.problems = problemsFrom(problems, "")
		return web.Show(sheet.page()), nil
	}
	doors := d.intake.WhatIsOpen(entry)
	sheet.doors = &doors
	return web.Show(sheet.page()), nil
}

func (s checkSheet) age() govuk.Field {
	field := s.narrow("age", "Her age in years", 3)
	field.LabelSize, field.InputMode = govuk.Small, "numeric"
	return field
}

// plainHappenings are the answers without what they open on the other form.
func (s checkSheet) plainHappenings() []govuk.Option {
	options := make([]govuk.Option, len(s.ask.happenings))
	for i, h := range s.ask.happenings {
		options[i] = govuk.Option{Value: h.value, Label: h.label}
	}
	return slices.Concat([]govuk.Option{{Label: "Not known"}}, options)
}
