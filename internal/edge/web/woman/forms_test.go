package woman_test

import (
	"strconv"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/woman"
)

// forms are every form of a record, filled in so that it is taken, with one free
// text that has to survive.
func forms(today calendar.Day) map[string][]string {
	with := func(date string, on calendar.Day, fill ...string) []string { return append(day(date, on), fill...) }
	return map[string][]string{
		"contact":      with("at", today, "how", "phone", "outcome", "spoke", "note", "Kept words"),
		"assessment":   with("on", today, "health", "a_bit", "health-words", "Kept words"),
		"plan":         {"act", "goal", "goal", "Kept words", "state", "open"},
		"appointments": with("at", today.AddDays(1), "how", "phone", "time", "2pm"),
		"tier":         {"tier", "2", "reason", "Kept words"},
		"activity":     with("on", today, "kind", "advocacy", "service", "Kept words"),
		"answers":      with("on", today, "wave", "exit", "mental_health_improved", "yes"),
		"close":        with("on", today, "reason", "completed", "note", "Kept words"),
	}
}

func TestEveryFormShowsWhatWasSavedMeanwhile(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	for part, fill := range forms(h.Bench.Today()) {
		t.Run(part, func(t *testing.T) {
			caseID := h.hers()
			path := woman.Path(caseID, part)
			form := h.form(path, fill...)
			h.must(h.desk.RecordContact(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
				journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Outreach}))
			before := len(h.Record.Facts())
			if part != "contact" && part != "close" { // a call does not touch what the others change
				h.site.Post(path, form).WantStatus(303)
				if len(h.Record.Facts()) == before {
					t.Error("nothing was written")
				}
				return
			}

			page := h.site.Post(path, form).WantStatus(409).WantText("title", "Error: ").WantText(".tl-alert", "Tried to reach her: outreach, by you")
			for i := 0; i+1 < len(fill); i += 2 {
				if fill[i] != "act" && !kept(page, fill[i], fill[i+1]) {
					t.Errorf("%s: %q was not kept", fill[i], fill[i+1])
				}
			}
			if len(h.Record.Facts()) != before {
				t.Fatal("something was written on what she had not seen")
			}
			for _, name := range []string{"version", "key"} {
				form.Set(name, page.Attr("main input[name="+name+"]", "value"))
			}
			h.site.Post(path, form).WantStatus(303)
			after := len(h.Record.Facts())
			h.site.Post(path, form).WantStatus(303)
			if after <= before || len(h.Record.Facts()) != after {
				t.Errorf("%d facts, then %d, then %d", before, after, len(h.Record.Facts()))
			}
		})
	}
}

func TestEveryFormIsClosedToOthers(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	row, err := h.Record.Row(ctx, caseID)
	if err != nil {
		t.Fatal(err)
	}
	before := len(h.Record.Facts())
	for asker, status := range map[access.Asker]int{
		caseworktest.OtherWorker: 404, caseworktest.Officer: 403, caseworktest.Commissioner: 403, caseworktest.Admin: 403,
	} {
		h.site.As(asker)
		for part, fill := range forms(h.Bench.Today()) {
			form := filled(map[string][]string{"key": {h.Key()}, "version": {strconv.Itoa(row.Version)}}, fill...)
			h.site.Post(woman.Path(caseID, part), form).WantStatus(status)
		}
	}
	if len(h.Record.Facts()) != before {
		t.Error("somebody else wrote in her record")
	}
}

func TestAFormWithoutAVersionHasSeenNothing(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "tier")
	for _, version := range []string{"", "-1", "many"} {
		h.site.Post(path, h.form(path, "tier", "2", "reason", "Kept words", "version", version)).WantStatus(409).WantText("textarea", "Kept words")
	}
	h.site.Post(path, h.form(path, "tier", "2", "reason", "x", "key", "")).WantStatus(422)
}
