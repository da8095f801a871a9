package wording_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"throughline/internal/domain/wording"
)

const draft = `"review": {"status": "draft", "by": "Ann", "on": "2026-11-22"}`

// file writes a group of sentences.
func file(tag, group, sentences string) wording.File {
	return wording.File{Tag: tag, Group: group, Text: fmt.Appendf(nil, `{%s, "sentences": {%s}}`, draft, sentences)}
}

// consent writes a group of sentences that she agrees to something by.
func consent(tag, group, sentences string) wording.File {
	return wording.File{Tag: tag, Group: group, Text: fmt.Appendf(nil, `{%s, "consent": true, "sentences": {%s}}`, draft, sentences)}
}

// reviewed writes a group of sentences that somebody reviewed.
func reviewed(tag, group, of, sentences string) wording.File {
	return wording.File{Tag: tag, Group: group, Text: fmt.Appendf(nil, `{"review": {"status": "reviewed", "by": "Nia", "on": "2026-12-01", "of": %q}, "sentences": {%s}}`, of, sentences)}
}

const notYet = `"page.not_yet": "This page is not in {language} yet."`

// small is a catalogue of three groups in English, with what is added.
func small(t *testing.T, more ...wording.File) *wording.Catalogue {
	t.Helper()
	c, err := wording.New(slices.Concat([]wording.File{
		file("en", "page", notYet), file("en", "dates", ""),
		file("en", "walk", `"walk.left": "Turn left, {name}", "walk.steps": {"one": "**{n}** step", "other": "**{n}** steps"}`),
		consent("en", "promise", `"promise.ask": "Do you agree?"`),
	}, more))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var (
	welshPage  = file("cy", "page", `"page.not_yet": "Dim yn {language} eto."`)
	welshDates = file("cy", "dates", "")
	welshWalk  = file("cy", "walk", `"walk.left": "Trowch i'r chwith, {name}", "walk.steps": {"zero": "dim {n}", "one": "{n} cam", "two": "{n} gam", "few": "{n} cham", "many": "{n} cham", "other": "{n} cam"}`)
	welshVow   = file("cy", "promise", `"promise.ask": "Ydych chi'n cytuno?"`)
)

func TestASentenceIsSaidWithItsValues(t *testing.T) {
	c := small(t, welshPage, welshDates, welshWalk)
	english, welsh := c.For("en", true, "walk"), c.For("cy", true, "walk")
	for _, row := range []struct{ got, want string }{
		{english.Say("walk.left", "name", "Grace"), "Turn left, Grace"},
		{welsh.Say("walk.left", "name", "Grace"), "Trowch i'r chwith, Grace"},
		{english.Say("walk.left", "name", "{n} ** <b>"), "Turn left, {n} ** <b>"},
		{english.Say("walk.steps", "n", 0), "0 steps"},
		{english.Say("walk.steps", "n", 1), "1 step"},
		{english.Say("walk.steps", "n", 2), "2 steps"},
		{welsh.Say("walk.steps", "n", 0), "dim 0"},
		{welsh.Say("walk.steps", "n", 1), "1 cam"},
		{welsh.Say("walk.steps", "n", 2), "2 gam"},
		{welsh.Say("walk.steps", "n", 3), "3 cham"},
		{welsh.Say("walk.steps", "n", 6), "6 cham"},
		{welsh.Say("walk.steps", "n", 7), "7 cam"},
		{welsh.Say("walk.steps", "n", -1), "-1 cam"},
	} {
		if row.got != row.want {
			t.Errorf("said %q, want %q", row.got, row.want)
		}
	}
	parts := english.Parts("walk.steps", "n", 2)
	if !slices.Equal(parts, []wording.Part{{Text: "2", Strong: true}, {Text: " steps"}}) {
		t.Errorf("in parts: %+v", parts)
	}
}

func TestWhatIsMissingIsReportedAndSaidInEnglish(t *testing.T) {
	c := small(t, welshPage, welshDates, file("cy", "walk", `"walk.left": "Trowch, {name}"`), welshVow)
	var reports []string
	c.Report = func(language, key string) { reports = append(reports, language+" "+key) }
	welsh := c.For("cy", true, "walk")
	for _, row := range []struct {
		name, got, want, report string
	}{
		{"a sentence that is not translated", welsh.Say("walk.steps", "n", 1), "1 step", "cy walk.steps"},
		{"a sentence there is not", welsh.Say("walk.right"), "walk.right", "cy walk.right"},
		{"a sentence of a group the page did not name", welsh.Say("promise.ask"), "Do you agree?", "cy promise.ask"},
		{"a value that was not given", welsh.Say("walk.left"), "Trowch, ", "cy walk.left"},
		{"a name without a value", welsh.Say("walk.left", "name"), "Trowch, ", "cy walk.left"},
		{"a plural without a number", c.For("en", true).Say("walk.steps"), " steps", "en walk.steps"},
	} {
		if row.got != row.want || !slices.Contains(reports, row.report) {
			t.Errorf("%s: said %q, want %q; reported %q, want %q in it", row.name, row.got, row.want, reports, row.report)
		}
	}
	if got := (wording.Words{}).Say("walk.left"); got != "walk.left" {
		t.Errorf("words of no catalogue say %q", got)
	}
}

func TestAPageStandsInOneLanguageAndOnlyInOneThatMayBeShown(t *testing.T) {
	drafts := small(t, welshPage, welshDates, welshWalk, welshVow)
	of := map[string]string{}
	for _, standing := range drafts.Standings() {
		of[standing.Group] = standing.Fingerprint
	}
	page := reviewed("cy", "page", of["page"], `"page.not_yet": "Dim yn {language} eto."`)
	dates := reviewed("cy", "dates", of["dates"], "")
	walk := wording.File{Tag: "cy", Group: "walk", Text: []byte(strings.Replace(string(welshWalk.Text), `"status": "draft"`, `"status": "reviewed", "of": "`+of["walk"]+`"`, 1))}
	for _, row := range []struct {
		name             string
		files            []wording.File
		tag              string
		practice         bool
		groups           string
		language, notice string
		draft            bool
	}{
		{"English, asked for", nil, "en", false, "walk", "en", "", false},
		{"a language there is not", nil, "tlh", false, "walk", "en", "", false},
		{"reviewed", []wording.File{page, dates, walk}, "cy", false, "walk", "cy", "", false},
		{"a draft, on a live system", []wording.File{page, dates, welshWalk}, "cy", false, "walk", "en", "Dim yn Cymraeg eto.", false},
		{"all drafts, on a live system", []wording.File{welshPage, welshDates, welshWalk}, "cy", false, "walk", "en", "This page is not in Welsh yet.", false},
		{"a draft, on a practice system", []wording.File{page, dates, welshWalk}, "cy", true, "walk", "cy", "", true},
		{"the page around is a draft", []wording.File{welshPage, dates, walk}, "cy", false, "walk", "en", "This page is not in Welsh yet.", false},
		{"a draft she would agree by, on a practice system", []wording.File{page, dates, walk, welshVow}, "cy", true, "walk promise", "en", "Dim yn Cymraeg eto.", false},
		{"a group that nobody translated", []wording.File{page, dates}, "cy", true, "walk", "en", "Dim yn Cymraeg eto.", false},
		{"reviewed, and changed since", []wording.File{page, dates, reviewed("cy", "walk", of["walk"], `"walk.left": "I'r dde, {name}"`)}, "cy", false, "walk", "en", "Dim yn Cymraeg eto.", false},
	} {
		words := small(t, row.files...).For(row.tag, row.practice, strings.Fields(row.groups)...)
		notice, spoken := words.NotYet()
		if words.Language.Tag != row.language || notice != row.notice || words.Draft != row.draft {
			t.Errorf("%s: in %s, saying %q, draft %v; want %s, %q, %v", row.name, words.Language.Tag, notice, words.Draft, row.language, row.notice, row.draft)
		}
		if notice != "" && (spoken.Tag == "cy") != strings.HasPrefix(notice, "Dim") {
			t.Errorf("%s: %q is marked as %s", row.name, notice, spoken.Tag)
		}
	}
}

func TestAReviewIsOverWhenAnythingItReadHasChanged(t *testing.T) {
	first := small(t, welshPage, welshDates, welshWalk, welshVow).Standings()
	for name, c := range map[string]*wording.Catalogue{
		"the translation": small(t, welshPage, welshDates, file("cy", "walk", `"walk.left": "I'r dde, {name}"`), welshVow),
		"a new sentence":  small(t, welshPage, welshDates, file("cy", "walk", `"walk.right": "I'r dde"`), welshVow),
	} {
		for i, standing := range c.Standings() {
			if same := standing.Fingerprint == first[i].Fingerprint; same != (standing.Group != "walk") {
				t.Errorf("%s: the fingerprint of %s is the same: %v", name, standing.Group, same)
			}
		}
	}
	changed, err := wording.New([]wording.File{file("en", "page", `"page.not_yet": "Not in {language}."`), file("en", "dates", ""), welshPage, welshDates})
	if err != nil {
		t.Fatal(err)
	}
	for _, standing := range changed.Standings() {
		if standing.Group == "page" && standing.Fingerprint == first[1].Fingerprint {
			t.Error("the English changed, and the fingerprint did not")
		}
	}
}

func TestCheckNamesWhatDiffers(t *testing.T) {
	c := small(t, welshDates, file("cy", "extra", `"extra.a": "A"`),
		file("cy", "walk", `"walk.left": "Trowch, {nmae}", "walk.up": "I fyny", "walk.steps": {"one": "{n} cam", "other": "{n} cam"}`),
		reviewed("cy", "promise", "0123", `"promise.ask": "Ydych chi'n cytuno?"`))
	found := strings.Join(c.Check(), "\n")
	for _, want := range []string{
		"cy: the group page is missing",
		"cy: the group extra is not there in English",
		"cy: walk.left takes [nmae], in English [name]",
		"cy: walk.up is not there in English",
		"cy: walk.steps has the plural forms one, other, and needs few, many, one, other, two, zero",
		`cy: the group promise has changed since it was reviewed as "0123"`,
	} {
		if !strings.Contains(found, want) {
			t.Errorf("not found: %s; found:\n%s", want, found)
		}
	}
	missing := small(t, welshPage, welshDates, welshVow, file("cy", "walk", `"walk.left": "Trowch, {name}"`)).Check()
	if !slices.Equal(missing, []string{"cy: walk.steps is missing"}) {
		t.Errorf("found %q", missing)
	}
	if wrong := small(t, welshPage, welshDates, welshWalk, welshVow).Check(); len(wrong) > 0 {
		t.Errorf("nothing is wrong, and it found %q", wrong)
	}
}

func TestAFileThatCannotBeReadSaysWhy(t *testing.T) {
	english := []wording.File{file("en", "page", notYet), file("en", "dates", "")}
	for _, row := range []struct{ name, text, says string }{
		{"no JSON", "Hello", "reading the file"},
		{"a field there is not", `{"reviewed": true}`, "unknown field"},
		{"no status", `{"sentences": {}}`, "neither draft nor reviewed"},
		{"nobody answers for it", `{"review": {"status": "draft", "on": "2026-01-01"}, "sentences": {}}`, "by whom"},
		{"no day", `{"review": {"status": "draft", "by": "Ann"}, "sentences": {}}`, "on which day"},
		{"no sentences", `{` + draft + `}`, "no object"},
		{"a list of sentences", `{` + draft + `, "sentences": ["Hello"]}`, "no object"},
		{"a key twice", `{` + draft + `, "sentences": {"walk.a": "A", "walk.a": "B"}}`, "walk.a stands twice"},
		{"a key of another group", `{` + draft + `, "sentences": {"run.a": "A"}}`, "does not begin with walk."},
		{"a number", `{` + draft + `, "sentences": {"walk.a": 3}}`, "neither a text"},
		{"an empty text", `{` + draft + `, "sentences": {"walk.a": " "}}`, "is empty"},
		{"space around", `{` + draft + `, "sentences": {"walk.a": "A "}}`, "space around"},
		{"an open strong", `{` + draft + `, "sentences": {"walk.a": "**A"}}`, "without the other"},
		{"an open place", `{` + draft + `, "sentences": {"walk.a": "Hello {name"}}`, "bracket"},
		{"markup", `{` + draft + `, "sentences": {"walk.a": "<b>A</b>"}}`, "bracket"},
		{"a plural without other", `{` + draft + `, "sentences": {"walk.a": {"one": "A"}}}`, `"other" is missing`},
	} {
		_, err := wording.New(append(english, wording.File{Tag: "en", Group: "walk", Text: []byte(row.text)}))
		if err == nil || !strings.Contains(err.Error(), row.says) || !strings.Contains(err.Error(), "en/walk") {
			t.Errorf("%s: %v, want %q in it", row.name, err, row.says)
		}
	}
	for tag, says := range map[string]string{"??": "reading the language", "CY": `it is written "cy"`} {
		if _, err := wording.New(append(english, file(tag, "page", notYet))); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("the language %s: %v", tag, err)
		}
	}
	if _, err := wording.New(nil); err == nil {
		t.Error("a catalogue without English is read")
	}
}

func TestALanguageKnowsItsNamesAndWhichWayItRuns(t *testing.T) {
	for _, want := range []wording.Language{
		{Tag: "en", Name: "English", InEnglish: "English", Direction: wording.LeftToRight},
		{Tag: "cy", Name: "Cymraeg", InEnglish: "Welsh", Direction: wording.LeftToRight},
		{Tag: "pl", Name: "polski", InEnglish: "Polish", Direction: wording.LeftToRight},
		{Tag: "ar", Name: "العربية", InEnglish: "Arabic", Direction: wording.RightToLeft},
		{Tag: "ur", Name: "اردو", InEnglish: "Urdu", Direction: wording.RightToLeft},
		{Tag: "pa", Name: "ਪੰਜਾਬੀ", InEnglish: "Punjabi", Direction: wording.LeftToRight},
		{Tag: "so", Name: "Soomaali", InEnglish: "Somali", Direction: wording.LeftToRight},
	} {
		if got, err := wording.LanguageOf(want.Tag); got != want || err != nil {
			t.Errorf("%s is %+v, %v", want.Tag, got, err)
		}
	}
}

func TestLanguagesStandInOrderWithEnglishFirst(t *testing.T) {
	c := small(t, file("pl", "page", notYet), file("ar", "page", notYet), welshPage)
	var tags []string
	for _, spoken := range c.Languages() {
		tags = append(tags, spoken.Tag)
	}
	if got := strings.Join(tags, " "); got != "en ar cy pl" {
		t.Errorf("in the order %s", got)
	}
	if keys := c.Keys(); !slices.Equal(keys, []string{"page.not_yet", "promise.ask", "walk.left", "walk.steps"}) {
		t.Errorf("the keys are %q", keys)
	}
}

func TestSentencesStandTogetherPageByPage(t *testing.T) {
	c := small(t, file("en", "talk", `"talk.first.b": "**B** now", "talk.first.a": "A", "talk.last": "Z"`))
	var got []string
	for _, page := range c.Pages("en") {
		for _, line := range page.Lines {
			got = append(got, page.Name+" "+line.Key+" "+line.Text)
		}
	}
	want := []string{
		"page page.not_yet This page is not in {language} yet.", "promise promise.ask Do you agree?", "talk talk.last Z",
		"talk.first talk.first.a A", "talk.first talk.first.b B now",
		"walk walk.left Turn left, {name}", "walk walk.steps {n} step", "walk walk.steps {n} steps",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the pages are\n%s", strings.Join(got, "\n"))
	}
	if pages := c.Pages("pl"); len(pages) != 0 {
		t.Errorf("in Polish there is %v", pages)
	}
}

func TestWordsThatNobodyReadsAreFoundWithWhatToSay(t *testing.T) {
	for text, want := range map[string]string{
		"The client refused": "client: woman, or her name; refused: said not now",
		"She said not now":   "",
		"clientele":          "",
	} {
		var found []string
		for _, one := range wording.FindUnsaid(text) {
			found = append(found, strings.TrimSpace(one.Word)+": "+one.Say)
		}
		if got := strings.Join(found, "; "); got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}
