package allocate

import (
	"fmt"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/pattern"
	"throughline/internal/edge/web/woman"
)

func (d Door) board(r *web.Request) (web.Response, error) {
	board, err := d.Desk.Board(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{Title: "Board", Body: boardPage(board), Wide: true}), nil
}

// queue says what waits above the keyworkers.
func queue(b support.Board) string {
	switch b.Waiting {
	case 0:
		return "No woman waits for a keyworker."
	case 1:
		return "1 woman waits for a keyworker, referred " + waited(b.Oldest) + "."
	}
	return fmt.Sprintf("%d women wait for a keyworker. The oldest referral: %s.", b.Waiting, waited(b.Oldest))
}

func boardTable(b support.Board) govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Keyworkers on " + b.Day.Short(), CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{
			{Text: "Keyworker"}, {Text: "Women now"}, {Text: "Taken on in 12 months"}, {Text: "Room"}, {Text: "Not spoken to yet"}, {Text: "Languages, areas and more"}, {Text: "Next step"},
		},
	}
	for _, load := range b.Loads {
		spoken := "None"
		if load.New > 0 {
			spoken = fmt.Sprintf("%d, the longest %s", load.New, since(load.NewWait))
		}
		k := load.Keyworker
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: keyworkerCell(k)},
			{Content: barCell(now(load), load.Open, k.OpenLimit)},
			{Content: barCell(fmt.Sprintf("%d of %d", load.Year, k.YearLimit), load.Year, k.YearLimit)},
			{Content: room(load)},
			{Text: spoken},
			{Content: linesCell(knownOf(k))},
			{Content: moveLink(load)},
		})
	}
	return t
}

// Widths of a bar, in its own units: a full load, and as much past it as is drawn.
const (
	barFull = 80
	barAll  = 100
)

// bar returns how long a bar is: as far as the limit, and past it.
func bar(n, limit int) (within, past int) {
	if limit <= 0 {
		return 0, min(barAll, n*barFull)
	}
	length := min(barAll, n*barFull/limit)
	return min(length, barFull), max(0, length-barFull)
}

// knownOf says what the lead wrote of a keyworker.
func knownOf(k support.Keyworker) []string {
	lines := []string{languages(k)}
	if len(k.Areas) > 0 {
		lines = append(lines, strings.Join(k.Areas, ", "))
	}
	if len(k.Specialisms) > 0 {
		words := make([]string, len(k.Specialisms))
		for i, code := range k.Specialisms {
			words[i] = SpecialismWords(code)
		}
		lines = append(lines, strings.Join(words, ", "))
	}
	return lines
}

// timeOf says how much of full time she works and when she is away.
func timeOf(k support.Keyworker) []string {
	var lines []string
	if k.Share > 0 && k.Share < 100 {
		lines = append(lines, fmt.Sprintf("%d%% of full time", k.Share))
	}
	if k.DaysAway > 0 {
		lines = append(lines, fmt.Sprintf("%s of leave in 12 months taken off the year's limit", days(k.DaysAway)))
	}
	switch {
	case !k.Present():
		lines = append(lines, "Away until "+k.Away.Until.Short())
	case k.NextLeave.Leave != "":
		lines = append(lines, "Away from "+k.NextLeave.From.Short()+" to "+k.NextLeave.Until.Short())
	}
	return lines
}

// languages names those a keyworker works in.
func languages(k support.Keyworker) string {
	if len(k.Languages) == 0 {
		return "Not recorded"
	}
	names := make([]string, len(k.Languages))
	for i, tag := range k.Languages {
		names[i] = woman.LanguageName(tag)
	}
	return strings.Join(names, ", ")
}

// since says how long she has waited to be spoken to.
func since(n int) string {
	if n == 0 {
		return "since today"
	}
	return "for " + days(n)
}

// roomWords says how a load stands to its limits.
func roomWords(load support.Load) (string, pattern.Tone) {
	switch {
	case load.Over():
		return "Over the limit", pattern.Careful
	case !load.Keyworker.Present():
		return "Away", pattern.Careful
	case load.Full():
		return "Full", pattern.Careful
	}
	return fmt.Sprintf("%d more", min(load.Keyworker.OpenLimit-load.Open, load.Keyworker.YearLimit-load.Year)), pattern.Safe
}

func (d Door) carried(r *web.Request) (web.Response, error) {
	carried, err := d.Desk.Carried(r.Context(), r.Asker, r.PathValue("keyworker"))
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{
		Title: "Women of a keyworker", Body: carriedPage(carried), Wide: true,
		Back: govuk.Link{Text: "Back to the board", Href: "/board"},
	}), nil
}

func carriedTable(c support.Carried) govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Open cases, oldest referral first", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Woman"}, {Text: "Referred"}, {Text: "Speaks"}, {Text: "Next appointment"}, {Text: "Cover"}, {Text: "Next step"}},
	}
	for _, line := range c.Lines {
		next, cover := "None booked", "None now"
		if line.Next.Known() {
			next = line.Next.Words()
		}
		if line.CoverBy != "" {
			cover = line.CoverBy + " until " + line.CoverUntil.Short()
		}
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: named(line)}, {Text: line.Referred.Short()}, {Text: speaks(line)}, {Text: next}, {Text: cover}, {Content: caseLink("Move to…", line)},
		})
	}
	return t
}
