package sharing

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Agreement is what is known of how she agreed to what is required of her. Whether
// she agrees to share is another matter, and stands elsewhere. Source: 000:497.
type Agreement struct {
	Required bool   // a caution, notice, bail or order requires something of her
	Referral Told   // what whoever sent her wrote down
	Checked  []Told // what was checked with her since, the newest first
}

// Told is one time that it was talked through with her.
type Told struct {
	journey.AgreementChecked
	On     calendar.Day
	Agency string
	Words  string // hers
}

// agreementOf gathers what a case says of her agreement.
func agreementOf(one casework.Case) Agreement {
	agreement := Agreement{Required: one.Row.Condition != nil}
	for _, fact := range one.Facts {
		if fact.Case != one.Row.Case {
			continue
		}
		told := Told{On: fact.Happened.Day(), Agency: fact.Agency}
		switch body := fact.Body.(type) {
		case journey.Referred:
			told.Explained, told.Legal = body.Explained, body.Legal
			agreement.Referral = told
		case journey.AgreementChecked:
			told.AgreementChecked = body
			if fact.Words != nil {
				told.Words = fact.Words.Text
			}
			agreement.Checked = append([]Told{told}, agreement.Checked...)
		}
	}
	return agreement
}

// CheckAgreement writes down what was checked with her about what is required of
// her. It decides nothing: what follows from a no is for people to talk about.
func (d Desk) CheckAgreement(ctx context.Context, asker access.Asker, caseID, key string, entry journey.AgreementChecked, words string) (casework.Receipt, error) {
	return d.write(ctx, change{
		op: "check agreement", asker: asker, caseID: caseID, key: key, purpose: access.ForSupport, classes: access.SetOf(access.Condition),
		entered: []any{entry, words}, may: supports,
		decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return pen.CheckAgreement(row, entry, words)
		},
	})
}
