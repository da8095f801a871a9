package woman

import (
	"fmt"
	"strconv"

	"throughline/internal/casework/support"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// tierPage chooses another tier than the count of needs gives.
type tierPage struct {
	record
	form
	tier, reason string
}

func (d Door) tier(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbTier); err != nil {
		return web.Response{}, err
	}
	return tierPage{record: c, form: d.blank(c)}.response(), nil
}

func (d Door) setTier(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := tierPage{record: c, form: posted(r), tier: r.Field("tier"), reason: r.Field("reason")}
	number, err := strconv.Atoi(p.tier)
	if err != nil {
		number = 0 // none: the verb says to choose one
	}
	choice := support.TierChoice{Tier: need.Tier(number), Reason: p.reason}
	if _, err := d.Support.SetTier(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, choice); err != nil {
		if err := p.settle(err); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("", "tier"), nil
}

func (p tierPage) response() web.Response {
	return p.show(sheet{title: "Tier of support", form: p.form, body: tierBody(p)})
}

// now says what the tier is and where it comes from.
func (p tierPage) now() string {
	t := p.Tier
	switch {
	case t.Tier == need.TierNotStated:
		return "Her tier is not stated yet."
	case t.Chosen:
		return "Her tier is now " + strconv.Itoa(int(t.Tier)) + ", chosen by a person."
	}
	return fmt.Sprintf("Her tier is now %d, from %s at the first meeting.", t.Tier, count(p.Row.Needs.Count(), "need"))
}

func (p tierPage) tierField() govuk.Field {
	return p.choiceField("tier", "Which tier does she need?", "", p.tier)
}

func tierOptions() []govuk.Option {
	var options []govuk.Option
	for tier := need.TierStandard; tier <= need.TierHigh; tier++ {
		option := govuk.Option{Value: strconv.Itoa(int(tier)), Label: fmt.Sprintf("%d: %s", tier, lowerFirst(tier.Title()))}
		if design, ok := tier.Design(); ok {
			option.Hint = "Anticipated: " + Anticipated(design)
		}
		options = append(options, option)
	}
	return options
}
