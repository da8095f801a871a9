package hardship

import (
	"cmp"
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Request is one request for her, with its words where the asker may read them.
type Request struct {
	journey.Grant
	FundName string // "" for one that was entered without a fund
	For      string
	Why      string // it could not wait
	Said     string // what the second person said last
	By, Then string // names of who asked and who answered
	Second   bool   // a second person has to agree
	Ahead    bool   // it was given before anybody agreed, and waits to be looked at
	MayGive  bool
	MayAgree bool // by this asker
	Mine     bool // this asker asked
}

// Hers is a woman with what was asked for her.
type Hers struct {
	Case      string
	Reference string
	Name      string
	Contact   string // how to reach her safely, in words
	Open      bool
	Requests  []Request // the newest first
	Funds     []Choice  // those that pay today
}

// Choice is one fund to ask, with what is left of it.
type Choice struct {
	journey.FundSet
	Left *int64 // pence; nil where no budget is stated
}

// Hers returns what was asked for a woman, and the funds to ask.
func (d Desk) Hers(ctx context.Context, asker access.Asker, caseID string) (Hers, error) {
	const op = "her hardship fund"
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForSupport, asked)
	if err != nil {
		return Hers{}, err
	}
	one, err := d.Record.Case(ctx, caseID, standing.Allowed(access.Read, access.ForSupport)&asked)
	if err != nil {
		return Hers{}, casework.In(op, err)
	}
	hers := Hers{
		Case: caseID, Reference: casework.Reference(caseID), Name: one.Who.Name(), Contact: one.Who.Reaching(row.Contact), Open: row.Open(),
	}
	funds, err := d.funds(ctx)
	if err != nil {
		return Hers{}, casework.In(op, err)
	}
	names, err := casework.NamesOf(ctx, d.Staff)
	if err != nil {
		return Hers{}, casework.In(op, err)
	}
	for _, grant := range slices.Backward(row.Hardship) {
		hers.Requests = append(hers.Requests, d.request(asker, funds, names, grant, one.Facts))
	}
	books, err := d.books(ctx, asker, funds)
	if err != nil {
		return Hers{}, casework.In(op, err)
	}
	for _, book := range books {
		if book.Open(d.Today()) {
			hers.Funds = append(hers.Funds, Choice{book.FundSet, book.Left})
		}
	}
	return hers, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, asked, row))
}

// request words one grant for an asker.
func (d Desk) request(asker access.Asker, funds []journey.FundSet, names map[string]string, grant journey.Grant, facts []journey.Fact) Request {
	one := Request{
		Grant: grant, By: cmp.Or(names[grant.AskedBy], "Somebody who has left"), Then: names[grant.AnswerBy], Mine: grant.AskedBy == asker.ID,
	}
	var fund journey.FundSet
	if i := slices.IndexFunc(funds, func(f journey.FundSet) bool { return f.Fund == grant.Fund }); i >= 0 {
		fund = funds[i]
		one.FundName, one.Second = fund.Name, fund.NeedsSecond(grant.Pence)
	}
	waits := grant.Asked.Known() && (grant.Answer == "" || grant.Answer == journey.HardshipQuestion)
	one.Ahead = waits && grant.Given.Known() && one.Second
	one.MayAgree = waits && one.Second && !one.Mine && asker.Role == access.ServiceLead && fund.MayApprove(asker.ID)
	one.MayGive = grant.Asked.Known() && !grant.Given.Known() && grant.Answer != journey.HardshipDeclined && (!one.Second || grant.Answer == journey.HardshipApproved)
	for _, fact := range facts {
		if fact.Words == nil {
			continue
		}
		switch body := fact.Body.(type) {
		case journey.HardshipAsked:
			if body.Request == grant.Request {
				one.For, one.Why = fact.Words.Text, fact.Words.Excuse
			}
		case journey.HardshipDecided:
			if body.Request == grant.Request {
				one.Said = fact.Words.Text
			}
		}
	}
	return one
}

// write writes a change of her plan.
func (d Desk) write(ctx context.Context, op string, asker access.Asker, caseID, key string, entered any, decide func(journey.Pen, journey.Row) ([]journey.Fact, error)) error {
	_, err := d.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSupport,
		Classes: access.SetOf(access.Plan), Entered: entered,
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return decide(pen, row)
		},
	})
	return err
}

// Ask asks a fund for her. An amount beyond what is left of the budget is no
// obstacle: the page says so, and a person decides.
func (d Desk) Ask(ctx context.Context, asker access.Asker, caseID, key, fund string, entry journey.HardshipEntry) error {
	return d.write(ctx, "ask hardship fund", asker, caseID, key, []any{fund, entry}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		known, _, err := d.fund(ctx, fund)
		if err != nil {
			return nil, err
		}
		entry.Fund = known
		return pen.AskHardship(row, entry)
	})
}

// Decide answers a request. Only who leads the service does, whom the fund names
// where it names somebody, and nobody answers her own.
func (d Desk) Decide(ctx context.Context, asker access.Asker, caseID, key, request string, answer journey.HardshipDecision, reason string) error {
	const op = "decide on hardship"
	if err := leads(op, asker); err != nil {
		return err
	}
	return d.write(ctx, op, asker, caseID, key, []any{request, answer, reason}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		one, _ := row.Grant(request)
		if known, there, err := d.fund(ctx, one.Fund); err != nil {
			return nil, err
		} else if there && !known.MayApprove(asker.ID) {
			return nil, journey.Problems{{Field: "answer", Say: "Somebody else agrees to payments of this fund"}}
		}
		return pen.DecideHardship(row, request, answer, reason)
	})
}

// Give writes down that it was given. Up to the ceiling of the fund nobody else has
// to agree.
func (d Desk) Give(ctx context.Context, asker access.Asker, caseID, key string, entry journey.GivenEntry) error {
	return d.write(ctx, "give hardship", asker, caseID, key, entry, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		one, _ := row.Grant(entry.Request)
		known, there, err := d.fund(ctx, one.Fund)
		if err != nil {
			return nil, err
		}
		entry.Alone = there && !known.NeedsSecond(one.Pence)
		return pen.GiveHardship(row, entry)
	})
}

// Return writes down that some of it came back.
func (d Desk) Return(ctx context.Context, asker access.Asker, caseID, key, request string, pence int64, why string) error {
	return d.write(ctx, "return hardship", asker, caseID, key, []any{request, pence, why}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.ReturnHardship(row, request, pence, why)
	})
}
