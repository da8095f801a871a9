package journey

import (
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
)

// The kinds of fact about a woman whom she must not meet. They are hers alone:
// nothing stands in the record of the other. Both are of the woman.
const (
	KindApart      Kind = "kept_apart"
	KindApartEnded Kind = "apart_ended"
)

// KeptApart says that there is a woman whom she must not meet. Who that is and why
// is sealed, and belongs to the sealed class.
type KeptApart struct {
	Apart string `json:"apart"`
}

// ApartEnded says that the two may meet after all.
type ApartEnded struct {
	Apart string `json:"apart"`
}

func (KeptApart) Kind() Kind  { return KindApart }
func (ApartEnded) Kind() Kind { return KindApartEnded }

// Apart is one telling that she must not meet somebody, without saying whom.
type Apart struct {
	ID string       `json:"id"`
	By string       `json:"by"` // account id of who wrote it down
	On calendar.Day `json:"on"`
}

// keepApart takes one telling.
func (r *Row) keepApart(fact Fact) {
	switch body := fact.Body.(type) {
	case KeptApart:
		r.Apart = append(r.Apart, Apart{body.Apart, fact.By, fact.Happened.Day()})
	case ApartEnded:
		r.Apart = slices.DeleteFunc(r.Apart, func(a Apart) bool { return a.ID == body.Apart })
	}
}

// KeepApart writes down a woman whom she must not meet: enough of who that is to
// know her by. Whether anybody of that name is here is no part of the answer.
func (p Pen) KeepApart(row Row, other Identity, reason string) ([]Fact, error) {
	other.Given, other.Family, other.Phone = strings.TrimSpace(other.Given), strings.TrimSpace(other.Family), strings.TrimSpace(other.Phone)
	var problems Problems
	problems.check(other.Family != "" && other.Born.Known() || other.Phone != "", "family", "Enter her last name and date of birth, or her phone number")
	problems.check(!other.Born.Known() || other.Born < p.today(), "born", "Enter a date of birth in the past")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why they must not meet")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), KeptApart{p.NewID()}, &Words{Other: &other, Text: strings.TrimSpace(reason)})}, nil
}

// EndApart says that she may meet somebody after all, and why.
func (p Pen) EndApart(row Row, apart, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(slices.ContainsFunc(row.Apart, func(a Apart) bool { return a.ID == apart }), "apart", "This has ended already")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why it is safe now")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), ApartEnded{apart}, sealedText(reason))}, nil
}
