package exchange

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// Check reads the package once, tells every cell that cannot be taken, and
// remembers what later rows need of earlier ones: keys, dates of birth, dates of
// referral.
func (p *Package) Check(ctx context.Context, intake casework.Intake, reject func(administration.Rejection) error) ([]administration.TableReport, error) {
	p.women, p.referrals, p.refused, p.notes = map[mark]woman{}, map[mark]calendar.Day{}, map[string]bool{}, nil
	clear(p.encodings)
	p.read = 0
	if _, ok := p.files["encounters"]; !ok {
		p.refused["encounters"] = true
		err := reject(administration.Rejection{
			File: "encounters.csv", Whole: true,
			Reason: "is not in the package: every table but this one may be absent",
		})
		if err != nil {
			return nil, err
		}
	}
	counts, err := p.walk(ctx, intake, reject, p.remember)
	p.checked = slices.Clone(counts)
	return counts, err
}

// remember keeps of an accepted row what rows of other tables need of it.
func (p *Package) remember(r *row) error {
	her := markOf(r.get("person_ref"))
	switch r.table.name {
	case "women":
		known := p.women[her]
		known.born = r.day("date_of_birth")
		p.women[her] = known
	case "referrals":
		on := r.day("referred_on")
		p.referrals[markOf(r.get("referral_id"))] = on
		p.women[her] = p.women[her].see(on, 2)
	case "encounters":
		if r.get("person_ref") != "" {
			p.women[her] = p.women[her].see(r.day("occurred_on"), 1)
		}
	case "arrests":
		p.women[her] = p.women[her].see(r.day("arrested_on"), 1)
	}
	return nil
}

// rules judges what one cell alone cannot show. It returns the column and why.
func (p *Package) rules(r *row) (column, reason string) {
	switch r.table.name {
	case "encounters":
		if r.get("offence_label") != "" && r.get("offence_code") == "" && r.get("person_ref") == "" {
			return "offence_label", "has no offence_code beside it, and no woman with whose key it could be sealed"
		}
	case "referrals":
		if born := p.women[markOf(r.get("person_ref"))].born; born.Known() && born > r.day("referred_on") {
			return "referred_on", "is before she was born, as women.csv has it"
		}
	case "conditions":
		if _, here := p.referrals[markOf(r.get("referral_id"))]; !here && !r.day("given_on").Known() {
			return "given_on", "is empty, and the referral is not in this package to take its date from"
		}
	case "needs":
		if r.get("pathway") == string(need.DomesticAbuseVAWG) {
			if _, err := need.ParseAbuseDetail(r.get("detail")); err != nil {
				return "detail", "is not one of current, history, both"
			}
		}
	case "activities":
		if pathway := need.Pathway(r.get("pathway")); pathway != "" && !pathway.Known() {
			return "pathway", "is not one of the nine pathways"
		}
	case "costs":
		if !r.day("from").Known() && !r.day("to").Known() {
			return "to", "is empty, and so is from: the line has no date"
		}
	}
	return "", ""
}
