package sharing

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// mayJoin says whether somebody may be asked to work with her: a specialist whose
// specialism is known, from whom she is not hidden.
func mayJoin(row journey.Row, colleague Colleague) bool {
	return colleague.Role == access.Specialist && colleague.Specialism != "" && !barred(row, colleague.ID, colleague.Agency)
}

// mayOrder says whether somebody works for a court or a probation office that an
// order of hers may belong to.
func mayOrder(row journey.Row, colleague Colleague) bool {
	return (colleague.Role == access.Court || colleague.Role == access.Probation) && colleague.Agency != "" && !barred(row, "", colleague.Agency)
}

// Join lets a specialist work with her on a case.
func (d Desk) Join(ctx context.Context, asker access.Asker, caseID, key, account string) (casework.Receipt, error) {
	return d.write(ctx, change{
		op: "specialist joins", asker: asker, caseID: caseID, key: key, purpose: access.ForSupport, classes: planned, entered: account, may: supports,
		decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			colleagues, err := d.People.Colleagues(ctx)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(colleagues, func(c Colleague) bool { return c.ID == account && mayJoin(row, c) }) {
				return nil, problem("specialist", "Choose a specialist from the list")
			}
			return pen.JoinSpecialist(row, account)
		},
	})
}

// Leave ends a specialist's work with her on a case.
func (d Desk) Leave(ctx context.Context, asker access.Asker, caseID, key, account string) (casework.Receipt, error) {
	return d.write(ctx, change{
		op: "specialist leaves", asker: asker, caseID: caseID, key: key, purpose: access.ForSupport, classes: planned, entered: account, may: supports,
		decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return pen.LeaveSpecialist(row, account)
		},
	})
}

// Supervise says which court or probation office her order belongs to; "" says
// that it belongs to none any more.
func (d Desk) Supervise(ctx context.Context, asker access.Asker, caseID, key, agency string) (casework.Receipt, error) {
	return d.write(ctx, change{
		op: "order belongs", asker: asker, caseID: caseID, key: key, purpose: access.ForSupport, classes: planned, entered: agency, may: supports,
		decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			colleagues, err := d.People.Colleagues(ctx)
			if err != nil {
				return nil, err
			}
			if agency != "" && !slices.ContainsFunc(colleagues, func(c Colleague) bool { return c.Agency == agency && mayOrder(row, c) }) {
				return nil, problem("agency", "Choose a court or a probation office from the list")
			}
			return pen.Supervise(row, agency)
		},
	})
}
