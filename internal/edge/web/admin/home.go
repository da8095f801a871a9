package admin

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// home is the list of accounts, and how the installation is doing.
type home struct {
	accounts   []administration.Account
	done       string // what was just done, in words
	checkpoint string
	lead       string // the safeguarding lead
	noLead     bool   // nobody is named
}

var doneWords = map[string]string{
	"added":    "The account is added. Give the password in person.",
	"disabled": "The account is disabled. It can no longer sign in.",
	"asked":    "Now another administrator has to confirm it, within 24 hours. Until then the codes work.",
	"reset":    "The codes are taken away and the account is signed out. At the next sign-in new ones are set up.",
}

func (d Door) home(r *web.Request) (web.Response, error) {
	accounts, err := d.Desk.People(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	page := home{accounts: accounts, done: doneWords[r.Query("done")], checkpoint: "Not known here", lead: "Not known here"}
	if d.Installation != nil {
		kept, err := d.Installation.LastCheckpoint(r.Context())
		if err != nil {
			return web.Response{}, fmt.Errorf("asking for the last checkpoint: %w", err)
		}
		page.checkpoint = keptWords(kept)
		lead, err := d.Installation.SafeguardingLead(r.Context())
		if err != nil {
			return web.Response{}, fmt.Errorf("asking who the safeguarding lead is: %w", err)
		}
		page.lead, page.noLead = cmp.Or(lead, "Nobody yet"), lead == ""
	}
	return web.Show(web.Page{Title: "Accounts", Body: homePage(page), Wide: true}), nil
}

func keptWords(kept time.Time) string {
	if kept.IsZero() {
		return "None yet"
	}
	return calendar.At(kept).Words()
}

func (h home) table() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "People who sign in", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Name"}, {Text: "Sign-in name"}, {Text: "Role"}, {Text: "Agency"}, {Text: "May sign in"}, {Text: "Next step"}},
	}
	for _, account := range h.accounts {
		t.Rows = append(t.Rows, []govuk.Cell{
			{Text: account.DisplayName}, {Text: account.Name}, {Text: account.Asker().Work()}, {Text: account.Agency},
			{Text: may(account)}, {Content: accountLink(account)},
		})
	}
	return t
}

func may(account administration.Account) string {
	if account.Disabled {
		return "No"
	}
	return "Yes"
}

// doing says how the installation is doing.
func (h home) doing() []govuk.SummaryRow {
	live, disabled, invented := 0, 0, 0
	roles := map[access.Role]int{}
	for _, account := range h.accounts {
		if account.Disabled {
			disabled++
			continue
		}
		live++
		roles[account.Role]++
		if account.Demo {
			invented++
		}
	}
	rows := []govuk.SummaryRow{
		{Key: "Accounts that may sign in", Value: strconv.Itoa(live)},
		{Key: "Accounts disabled", Value: strconv.Itoa(disabled)},
		{Key: "Administrators", Value: strconv.Itoa(roles[access.Administrator])},
		{Key: "Last checkpoint of the ledger", Value: h.checkpoint},
		{Key: "Safeguarding lead", Value: h.lead},
	}
	if invented > 0 {
		rows = append(rows, govuk.SummaryRow{Key: "Practice accounts", Value: fmt.Sprintf("%d, with passwords everyone knows", invented)})
	}
	return rows
}
