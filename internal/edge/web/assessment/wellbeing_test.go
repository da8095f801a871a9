package assessment_test

import "testing"

// She is asked again and again; what she said before is shown and never filled in.
func TestWellBeingIsAskedAgain(t *testing.T) {
	h := newHouse(t)
	h.site.Get(h.path("")).WantText("main", "Well-being")
	h.site.Get(h.path("wellbeing")).WantText("main", "How worthwhile do the things you do feel?").WantText("main", "She may skip any question").
		WantNone("main input[type=radio][checked]")
	first := h.Bench.Today()
	h.site.Post(h.path("wellbeing"), h.form("wellbeing", today(h, "optimism", "1", "optimism-words", "I cannot see a way")...)).
		WantRedirect(h.path("wellbeing") + "?done=wellbeing")
	h.site.Get(h.path("wellbeing")+"?done=wellbeing").WantText(".govuk-notification-banner", "Saved").
		WantText("main", "Said on 3 March 2026: 1 hard. “I cannot see a way”").WantNone("main input[type=radio][checked]")
	h.site.Get(h.path("timeline")).WantText(".tl-timeline", "Optimism: she says 1 (hard)").WantText(".tl-timeline", "I cannot see a way")

	// The same day again puts it right, and another day stands beside it.
	h.site.Post(h.path("wellbeing"), h.form("wellbeing", today(h, "optimism", "2")...)).WantRedirect(h.path("wellbeing") + "?done=wellbeing")
	row, err := h.Record.Row(ctx, h.caseID)
	if one := row.RatingOf("optimism"); err != nil || one.First == nil || *one.First != 2 || one.Last != nil {
		t.Errorf("optimism is %+v on %s, %v", one, first, err)
	}
	h.site.Get(h.path("wellbeing")).WantText("main", "What she said before Optimism 3 March 2026: 2 in between")
}

func TestWellBeingThatIsNotTaken(t *testing.T) {
	h := newHouse(t)
	h.wantRefused("wellbeing", map[string]refused{
		"nothing":                {today(h), "at least one question", "meaning_and_purpose", ""},
		"words without a rating": {today(h, "autonomy-words", "I decide"), "Choose her rating: Autonomy", "autonomy", ""},
		"a rating off the scale": {today(h, "autonomy", "9"), "Ratings go from 0", "autonomy", "autonomy"},
		"a rating that is none":  {today(h, "autonomy", "x"), "Ratings go from 0", "autonomy", "autonomy"},
		"a day that is none":     {[]string{"on-day", "31", "on-month", "2", "on-year", "2026", "autonomy", "1"}, "a date that exists", "on-day", ""},
		"a day still to come":    {[]string{"on-day", "31", "on-month", "12", "on-year", "2026", "autonomy", "1"}, "today or an earlier day", "on-day", ""},
	})
}
