package cli

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"throughline/internal/domain/wording"
)

func TestTheSentencesOfHerPagesHaveNothingToPutRight(t *testing.T) {
	code, out, said := ran("", "i18n", "lint")
	if code != exitOK {
		t.Errorf("ended with %d and said %q", code, said)
	}
	for _, want := range []string{"ask.contact", "Welsh ask ", "draft", "Longest sentences", "If somebody at home hurts or scares you"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not printed in\n%s", want, out)
		}
	}
}

func TestLintNamesWhatIsToBePutRight(t *testing.T) {
	file := func(tag, group, review, sentences string) wording.File {
		return wording.File{Tag: tag, Group: group, Text: fmt.Appendf(nil, `{"review": {%s, "by": "Nia", "on": "2026-11-22"}, "sentences": {%s}}`, review, sentences)}
	}
	hard := "Interpreters facilitate understanding."
	catalogue, err := wording.New([]wording.File{
		file("en", "page", `"status": "draft"`, `"page.a": "The client came.", "page.b": "`+strings.Repeat("long ", 20)+`words"`),
		file("en", "hard", `"status": "draft"`, `"hard.a.a": "`+strings.Repeat(hard+" ", 4)+hard+`"`),
		file("cy", "page", `"status": "reviewed", "of": "0000"`, `"page.a": "Daeth hi."`),
	})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	err = i18nLintCommand{Worst: 1}.lint(terminal{out: &out}, catalogue)
	var data coded
	if !errors.As(err, &data) || data.code != exitData {
		t.Errorf("it ends with %v", err)
	}
	for _, want := range []string{
		`page.a says "client": say woman, or her name`,
		"page: a sentence has 21 words, over 20",
		"hard.a: its grade is",
		"cy: page.b is missing",
		"cy: the group hard is missing",
		"cy: the group page has changed since it was reviewed",
		"Welsh page    changed since",
		"21 words: long long",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not printed in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), hard+"\n") {
		t.Error("more than the one sentence asked for is printed")
	}
}
