package safeguarding_test

import (
	"slices"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/safeguarding"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

func TestWhomSheNamesSeesHerNoMore(t *testing.T) {
	h := newHouse(t)
	row := h.hers()
	page, err := h.desk.Marking(ctx, caseworktest.Keyworker, row.Case)
	h.must(err)
	if page.Name != "Amina Okafor" || len(page.People) != len(staff) || !slices.Contains(page.Agencies, "Metropolitan Police") {
		t.Errorf("to choose from: %+v", page)
	}
	h.mark(row, journey.ConflictEntry{Account: caseworktest.Lead.ID, Story: "He is her brother"})
	h.mark(row, journey.ConflictEntry{Agency: caseworktest.OtherForce.Agency})
	for _, one := range staff {
		barred := one.ID == caseworktest.Lead.ID || one.Agency == caseworktest.OtherForce.Agency
		if h.sees(one, row) == barred {
			t.Errorf("%s: sees her %t", one.Name, !barred)
		}
	}
	page, err = h.desk.Marking(ctx, caseworktest.Keyworker, row.Case)
	h.must(err)
	if slices.ContainsFunc(page.People, func(p casework.Person) bool { return p.ID == caseworktest.Lead.ID }) || slices.Contains(page.Agencies, caseworktest.OtherForce.Agency) {
		t.Error("who is barred already is offered again")
	}
	line, _ := h.Record.Last()
	if facts := h.Record.Facts(); facts[len(facts)-2].Words == nil || facts[len(facts)-2].Body.Kind().Class() != access.Sealed || strings.Contains(line.Reason+line.What, "brother") {
		t.Error("the story is not sealed, or stands in the ledger")
	}
}

func TestWhatHasToBePutRightWhenAConflictIsMarked(t *testing.T) {
	h := newHouse(t)
	row := h.hers()
	for name, entry := range map[string]journey.ConflictEntry{
		"nobody":              {From: journey.ConflictHers},
		"both":                {From: journey.ConflictHers, Account: safety.ID, Agency: "Council"},
		"nobody who works so": {From: journey.ConflictHers, Account: "no such account"},
		"no such agency":      {From: journey.ConflictHers, Agency: "Nowhere"},
		"nobody says so":      {Account: safety.ID},
		"a match made up":     {Account: safety.ID, From: journey.ConflictMatch},
	} {
		if err := h.desk.Mark(ctx, caseworktest.Keyworker, row.Case, h.Key(), entry); casework.KindOf(err) != casework.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, one := range []access.Asker{caseworktest.Officer, caseworktest.OtherWorker, caseworktest.Commissioner, caseworktest.Admin, manager} {
		_, page := h.desk.Marking(ctx, one, row.Case)
		err := h.desk.Mark(ctx, one, row.Case, h.Key(), journey.ConflictEntry{Account: safety.ID, From: journey.ConflictHers})
		if casework.KindOf(page) != casework.NotFound || casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s: %v, %v", one.Name, page, err)
		}
	}
}

func TestADeclarationHidesHerNowAndLaterAndSaysNothing(t *testing.T) {
	her := caseworktest.Amina().Identity
	for name, entry := range map[string]safeguarding.Declaration{
		"name and birth date": {Family: "okafor", Born: her.Born},
		"phone":               {Phone: "+44 7700 900123"},
		"police reference":    {Reference: "01CW/100/26"},
		"case reference":      {Reference: "THE CASE"},
	} {
		h := newHouse(t)
		first := h.hers()
		if entry.Reference == "THE CASE" {
			entry.Reference = strings.ToLower(casework.Reference(first.Case))
		}
		written := len(h.Record.Ledger)
		if err := h.desk.Declare(ctx, caseworktest.Lead, entry); err != nil {
			t.Fatal(err)
		}
		if err := h.desk.Declare(ctx, manager, safeguarding.Declaration{Family: "Nobody", Born: her.Born}); err != nil {
			t.Errorf("%s: of nobody who is here: %v", name, err)
		}
		if h.sees(caseworktest.Lead, first) || !h.sees(manager, first) || len(h.Record.Ledger) != written {
			t.Errorf("%s: hidden now %t", name, !h.sees(caseworktest.Lead, first))
		}
		if second := h.hers(); name != "case reference" && h.sees(caseworktest.Lead, second) {
			t.Errorf("%s: a later referral is shown", name)
		}
	}
}

func TestWhatHasToBePutRightInADeclaration(t *testing.T) {
	h := newHouse(t)
	her := caseworktest.Amina().Identity
	for want, entry := range map[string]safeguarding.Declaration{
		"Enter her last name and date of birth, her phone number, or a reference": {},
		"Enter her date of birth too: a last name alone is not enough":            {Family: "Okafor"},
		"Enter her last name too: a date of birth alone is not enough":            {Born: her.Born},
		"Enter the whole phone number":                                            {Phone: "0123"},
	} {
		if err := h.desk.Declare(ctx, caseworktest.Officer, entry); said(err) != want {
			t.Errorf("%+v: %v", entry, err)
		}
	}
	for want, entry := range map[string]safeguarding.Own{
		"Enter your last name and postcode, or your phone number": {},
		"Enter your postcode too":                                 {Family: "Dale"},
		"Enter your last name too":                                {Postcode: "W6 9JH"},
		"Enter the whole phone number":                            {Family: "Dale", Postcode: "W6 9JH", Phone: "12"},
	} {
		if err := h.desk.KeepOwn(ctx, caseworktest.Officer, entry); said(err) != want {
			t.Errorf("%+v: %v", entry, err)
		}
	}
	for _, nobody := range []access.Asker{{}, access.ByHerself(), access.InHerSpace("woman")} {
		if err := h.desk.Declare(ctx, nobody, safeguarding.Declaration{Phone: her.Phone}); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%+v declares: %v", nobody, err)
		}
		if err := h.desk.KeepOwn(ctx, nobody, safeguarding.Own{Phone: her.Phone}); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%+v keeps her own: %v", nobody, err)
		}
	}
}

func TestWhoSharesNameAndHomeOrPhoneIsHiddenFrom(t *testing.T) {
	h := newHouse(t)
	row := h.hers(func(who *journey.Identity) { who.Postcode = "W6 9JH" })
	h.must(h.desk.KeepOwn(ctx, caseworktest.Officer, safeguarding.Own{Family: "Dale", Postcode: "W6 9JH", Phone: "07700 900999"}))
	if !h.sees(caseworktest.Officer, row) {
		t.Error("the postcode alone hides her")
	}
	h.must(h.desk.KeepOwn(ctx, caseworktest.Officer, safeguarding.Own{Family: "Okafor", Postcode: "w69jh"}))
	if h.sees(caseworktest.Officer, row) || !h.sees(caseworktest.Colleague, row) {
		t.Error("last name and postcode do not hide her, or hide her from a colleague too")
	}
	// The force still gets the result of her condition, through others.
	rows, err := h.Record.Rows(ctx, caseworktest.Colleague, casework.Filter{Sender: caseworktest.Colleague.Agency})
	if err != nil || len(rows) != 1 {
		t.Errorf("the list of another officer of the force has %d, %v", len(rows), err)
	}
	if conflict := h.row(row.Case).Door.Conflicts; len(conflict) != 1 || conflict[0].From != journey.ConflictMatch {
		t.Errorf("on record: %+v", conflict)
	}
}

func TestAConflictIsLiftedByTwo(t *testing.T) {
	for _, row := range []struct {
		name          string
		lead          string // who the safeguarding lead is
		first, second access.Asker
		want          string // what the second is told, "" where it is lifted
	}{
		{"information governance and the service", "", safety, caseworktest.Lead, ""},
		{"the service and information governance", "", caseworktest.Lead, safety, ""},
		{"the named lead and the service", safety.ID, caseworktest.Lead, safety, ""},
		{"two of whom neither is the named lead", safety.ID, caseworktest.Lead, privacy, "One of the two people has to be the safeguarding lead"},
		{"one person twice", "", safety, safety, "A second person has to agree"},
	} {
		h := newHouse(t)
		h.lead = row.lead
		hers := h.hers()
		h.mark(hers, journey.ConflictEntry{Account: caseworktest.Officer.ID})
		id := h.row(hers.Case).Door.Conflicts[0].ID
		if err := h.desk.Lift(ctx, row.first, hers.Case, id, h.Key(), " "); said(err) != "Say why it is no conflict" {
			t.Errorf("%s: without a reason: %v", row.name, err)
		}
		asked := h.Key()
		for range 2 { // clicked twice
			h.must(h.desk.Lift(ctx, row.first, hers.Case, id, asked, "Another man of that name"))
		}
		shown, err := h.desk.Conflict(ctx, row.second, hers.Case, id)
		h.must(err)
		if shown.LiftReason != "Another man of that name" || shown.Yours != (row.first.ID == row.second.ID) || !strings.HasPrefix(shown.LiftBy, row.first.Name) {
			t.Errorf("%s: the second sees %+v", row.name, shown)
		}
		if h.sees(caseworktest.Officer, hers) {
			t.Fatalf("%s: one person lifted it", row.name)
		}
		agreed := h.Key()
		err = h.desk.Lift(ctx, row.second, hers.Case, id, agreed, "I asked her")
		if again := h.desk.Lift(ctx, row.second, hers.Case, id, agreed, "I asked her"); said(again) != said(err) {
			t.Errorf("%s: clicked twice: %v, then %v", row.name, err, again)
		}
		if said(err) != row.want || (err == nil) != (row.want == "") || h.sees(caseworktest.Officer, hers) != (row.want == "") {
			t.Errorf("%s: %v, and he sees her %t", row.name, err, h.sees(caseworktest.Officer, hers))
		}
	}
}

func TestAConflictThatIsLookedAtAndKept(t *testing.T) {
	h := newHouse(t)
	hers := h.hers()
	h.mark(hers, journey.ConflictEntry{Account: caseworktest.Officer.ID})
	id := h.row(hers.Case).Door.Conflicts[0].ID
	h.must(h.desk.Lift(ctx, caseworktest.Lead, hers.Case, id, h.Key(), "Another man"))
	h.must(h.desk.Keep(ctx, safety, hers.Case, id, h.Key()))
	if held := h.row(hers.Case).Door.Conflicts; len(held) != 1 || !held[0].Kept || held[0].LiftBy != "" {
		t.Errorf("kept: %+v", held)
	}
	if err := h.desk.Keep(ctx, safety, hers.Case, "none", h.Key()); casework.KindOf(err) != casework.Invalid {
		t.Errorf("one there is none of: %v", err)
	}
	if _, err := h.desk.Conflict(ctx, safety, hers.Case, "none"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("one there is none of: %v", err)
	}
	if err := h.desk.Lift(ctx, safety, hers.Case, "none", h.Key(), "Because"); casework.KindOf(err) != casework.Invalid {
		t.Errorf("one there is none of: %v", err)
	}
}

func TestWhoIsBarredDecidesNothingAboutIt(t *testing.T) {
	h := newHouse(t)
	hers := h.hers()
	h.mark(hers, journey.ConflictEntry{Account: caseworktest.Lead.ID})
	h.mark(hers, journey.ConflictEntry{Agency: safety.Agency})
	id := h.row(hers.Case).Door.Conflicts[0].ID
	for _, one := range []access.Asker{caseworktest.Lead, safety} {
		_, seen := h.desk.Conflict(ctx, one, hers.Case, id)
		for verb, err := range map[string]error{
			"look": seen, "keep": h.desk.Keep(ctx, one, hers.Case, id, h.Key()), "lift": h.desk.Lift(ctx, one, hers.Case, id, h.Key(), "Because"),
		} {
			if casework.KindOf(err) != casework.NotFound {
				t.Errorf("%s, %s: %v", one.Name, verb, err)
			}
		}
		home, err := h.desk.Home(ctx, one)
		h.must(err)
		if len(home.Conflicts)+len(home.Attempts) > 0 {
			t.Errorf("%s is shown %+v", one.Name, home)
		}
	}
	for _, one := range []access.Asker{caseworktest.Officer, caseworktest.Keyworker, caseworktest.Commissioner, caseworktest.Admin, manager, {}} {
		_, home := h.desk.Home(ctx, one)
		if err := h.desk.Lift(ctx, one, hers.Case, id, h.Key(), "Because"); casework.KindOf(err) != casework.Forbidden || casework.KindOf(home) != casework.Forbidden {
			t.Errorf("%s governs: %v, %v", one.Name, err, home)
		}
	}
	home, err := h.desk.Home(ctx, privacy)
	h.must(err)
	if len(home.Conflicts) != 2 || len(home.Attempts) != 6 || home.Attempts[0].Reference != casework.Reference(hers.Case) || home.Attempts[0].Who != "Ines, Council" {
		t.Errorf("who is not barred is shown %+v", home)
	}
}
