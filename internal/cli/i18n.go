package cli

import (
	"fmt"
	"slices"
	"text/tabwriter"

	"throughline/internal/domain/wording"
	"throughline/internal/reckoning/reading"
	"throughline/locales"
)

type i18nCommand struct {
	Lint i18nLintCommand `cmd:"" help:"Say how easy her pages are to read, what nobody should read, and what is not translated or not reviewed. Example: throughline i18n lint"`
}

type i18nLintCommand struct {
	Worst int `help:"How many of the longest sentences to print." default:"5"`
}

// fewSentences are too few to give a grade a limit: one long word decides it. The
// tests of the pages hold each whole page to it.
const fewSentences = 5

// Run prints what is to be known about the sentences of her pages. It ends with
// the code for data problems when something has to be put right.
func (c i18nLintCommand) Run(t terminal) error {
	catalogue, err := locales.Catalogue()
	if err != nil {
		return err
	}
	return c.lint(t, catalogue)
}

func (c i18nLintCommand) lint(t terminal, catalogue *wording.Catalogue) error {
	var wrong []string
	pages := catalogue.Pages(wording.English)
	out := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "English sentences\tgrade\tmean\tlongest")
	var sentences []string
	for _, page := range pages {
		var texts []string
		for _, line := range page.Lines {
			texts = append(texts, line.Text)
			for _, found := range wording.FindUnsaid(line.Text) {
				wrong = append(wrong, fmt.Sprintf("%s says %q: say %s", line.Key, found.Word, found.Say))
			}
		}
		level := reading.Of(texts...)
		sentences = append(sentences, reading.Sentences(texts...)...)
		fmt.Fprintf(out, "%s\t%.1f\t%.1f\t%d\n", page.Name, level.Grade(), level.Mean(), level.LongestWords)
		limits := reading.Hers
		if level.Sentences < fewSentences {
			limits.Grade = 0
		}
		for _, over := range level.Over(limits) {
			wrong = append(wrong, page.Name+": "+over)
		}
	}
	fmt.Fprintln(out, "\nTranslations\tstatus\tby\ton\tfingerprint")
	for _, standing := range catalogue.Standings() {
		status := string(standing.Review.Status)
		if standing.Review.Status == wording.Reviewed && !standing.Ready {
			status = "changed since"
		}
		fmt.Fprintf(out, "%s %s\t%s\t%s\t%s\t%s\n", standing.Language.InEnglish, standing.Group, status, standing.Review.By, standing.Review.On, standing.Fingerprint)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	fmt.Fprintln(t.out, "\nLongest sentences")
	slices.SortStableFunc(sentences, func(a, b string) int { return reading.Of(b).LongestWords - reading.Of(a).LongestWords })
	for _, sentence := range sentences[:min(c.Worst, len(sentences))] {
		fmt.Fprintf(t.out, "%d words: %s\n", reading.Of(sentence).LongestWords, sentence)
	}
	wrong = append(wrong, catalogue.Check()...)
	for _, one := range wrong {
		fmt.Fprintln(t.out, one)
	}
	if len(wrong) > 0 {
		return coded{exitData, fmt.Errorf("to be put right: %d", len(wrong))}
	}
	return nil
}
