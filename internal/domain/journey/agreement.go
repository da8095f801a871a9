package journey

import (
	"throughline/internal/domain/calendar"
)

// KindAgreement is the kind of fact that says what was checked before she held to
// what a caution, notice or order requires of her.
const KindAgreement Kind = "agreement_checked"

// AgreementChecked says what somebody checked with her about what is required of
// her: that it was explained, that she said in her own words what it means, that
// she knows it goes on a record, and what she said to legal advice. It says
// nothing of sharing, which is asked apart. Source: 000:497.
type AgreementChecked struct {
	Explained YesNo       `json:"explained"`
	SaidBack  YesNo       `json:"said_back"` // she said in her own words what it means
	OnRecord  YesNo       `json:"on_record"` // she knows that it goes on her record
	Legal     LegalAdvice `json:"legal_advice"`
}

// Kind is KindAgreement.
func (AgreementChecked) Kind() Kind { return KindAgreement }

// CheckAgreement writes down what was checked with her. Each check is answered,
// yes or no: a check that was left out is no check.
func (p Pen) CheckAgreement(row Row, entry AgreementChecked, words string) ([]Fact, error) {
	var problems Problems
	for _, check := range []struct {
		field  string
		answer YesNo
		say    string
	}{
		{"explained", entry.Explained, "Choose whether it was explained in plain words"},
		{"said_back", entry.SaidBack, "Choose whether she said in her own words what it means"},
		{"on_record", entry.OnRecord, "Choose whether she knows that it goes on a record"},
	} {
		problems.check(oneOf(check.answer, []YesNo{Yes, No}), check.field, check.say)
	}
	problems.check(oneOf(entry.Legal, LegalAdvices), "legal_advice", "Choose what she said to legal advice")
	problems.check(row.Condition != nil, "explained", "Nothing is required of her here, so there is nothing to agree to")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), entry, sealedText(words))}, nil
}
