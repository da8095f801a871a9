package scheme

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
)

func (c *checker) pathway(book *Rulebook, p *Pathway, env *cel.Env, i int) {
	path := []any{"pathways", i}
	if p.Title == "" {
		c.add(fmt.Sprintf("the pathway %s has no title", p.Code), at(path, "pathway")...)
	}
	for _, part := range []struct {
		key  string
		list []Provision
	}{
		{"agreement", p.Agreement}, {"explain", p.Explain}, {"steps", p.Steps}, {"completion", p.Completion},
		{"police_see", p.PoliceSee}, {"data", p.Data}, {"figures", p.Figures},
	} {
		c.provisions(part.list, at(path, part.key)...)
	}
	if p.Admission != nil {
		c.provision(*p.Admission, at(path, "admission")...)
	}
	c.parts(book, p, env, path)
	c.clauses(p, env, at(path, "clauses"))
	c.condition(book, p.Condition, at(path, "condition"))
	c.offers(book, p, at(path, "offers"))
}

func (c *checker) clauses(p *Pathway, env *cel.Env, path []any) {
	if len(p.Clauses) == 0 {
		c.add(fmt.Sprintf("the pathway %s has no clause: nothing says who may enter", p.Code), path...)
	}
	if len(p.Clauses) > mostClauses {
		c.add(fmt.Sprintf("the pathway %s has more than %d clauses", p.Code, mostClauses), path...)
		return
	}
	seen := map[string]bool{inForceID: true}
	for i := range p.Clauses {
		clause, here := &p.Clauses[i], at(path, i)
		switch {
		case !settingName.MatchString(clause.ID):
			c.add(fmt.Sprintf("the clause id %q is not small letters and numbers joined by _", clause.ID), at(here, "id")...)
		case seen[clause.ID]:
			c.add(fmt.Sprintf("the clause id %s is used twice", clause.ID), at(here, "id")...)
		}
		seen[clause.ID] = true
		if strings.TrimSpace(clause.Text) == "" {
			c.add(fmt.Sprintf("the clause %s has no text", clause.ID), here...)
		}
		if err := clause.Source.check(); err != nil {
			c.add(fmt.Sprintf("the clause %s %v", clause.ID, err), at(here, "source")...)
		}
		if err := clause.Mark.check(); err != nil {
			c.add(fmt.Sprintf("the clause %s %v", clause.ID, err), at(here, "mark")...)
		}
		ways := 0
		for _, way := range []bool{strings.TrimSpace(clause.When) != "", clause.Given, clause.NotStated} {
			if way {
				ways++
			}
		}
		if ways != 1 {
			c.add(fmt.Sprintf("the clause %s needs exactly one of when, given and not_stated", clause.ID), here...)
		}
		if clause.Unless != "" && !clause.Given {
			c.add(fmt.Sprintf("the clause %s has unless, but is not given", clause.ID), at(here, "unless")...)
		}
		key, expression := "when", clause.When
		if clause.Given {
			key, expression = "unless", clause.Unless
		}
		if strings.TrimSpace(expression) == "" {
			continue
		}
		compiled, problems := compile(env, expression)
		for _, problem := range problems {
			c.add(fmt.Sprintf("the clause %s %s", clause.ID, problem), at(here, key)...)
		}
		clause.test = compiled
	}
}

func (c *checker) condition(book *Rulebook, condition *Condition, path []any) {
	if condition == nil {
		return
	}
	c.provision(condition.Provision, path...)
	for i, unit := range condition.Units {
		here := at(path, "units", i)
		c.cited(unit.Provision, here...)
		if unit.NotStated == (unit.Required > 0) || unit.Name == "" {
			c.add("a unit of the condition needs its name, and how many are required or not_stated", here...)
		}
		if !slices.Contains([]SetBy{"", SetByOrder, SetByCaution, SetByCentre}, unit.SetBy) {
			c.add(fmt.Sprintf("a unit of the condition is set by %q: it is order, caution or centre", unit.SetBy), at(here, "set_by")...)
		}
	}
	if len(condition.Units) == 0 {
		c.add("the condition does not say its units: write them, or not_stated", at(path, "units")...)
	}
	seen := map[string]bool{}
	for i, count := range condition.Counts {
		here := at(path, "counts", i)
		if !slices.Contains(appointmentKinds, count.Kind) || seen[count.Kind] {
			c.add(fmt.Sprintf("the kind of appointment %q is unknown or written twice", count.Kind), at(here, "kind")...)
		}
		seen[count.Kind] = true
		c.count(count, here)
	}
	c.count(condition.AttendedLate, at(path, "attended_late"))
	c.provisions(condition.Places, at(path, "places")...)
	c.clock(book, condition.Clock, at(path, "clock"))
	c.decider(condition.ReasonableExcuse, at(path, "reasonable_excuse"))
	if condition.RefBack != nil {
		here := at(path, "refer_back")
		c.decider(condition.RefBack.Decider, here)
		if condition.RefBack.Who != "" && condition.RefBack.To == "" {
			c.add("refer_back does not say to whom the matter goes back", here...)
		}
	}
	c.decider(condition.NotMet, at(path, "not_met"))
}

func (c *checker) count(count Count, path []any) {
	c.cited(count.Provision, path...)
	if count.NotStated == (count.Counts == Yes || count.Counts == No) {
		c.add(fmt.Sprintf("%s needs counts: yes, counts: no or not_stated", nameOf(path)), path...)
	}
}

func (c *checker) decider(decider Decider, path []any) {
	c.cited(decider.Provision, path...)
	if decider.NotStated == (decider.Who != "") {
		c.add(fmt.Sprintf("%s needs its decider, or not_stated", nameOf(path)), path...)
	}
}

func (c *checker) clock(book *Rulebook, clock Clock, path []any) {
	c.cited(clock.Provision, path...)
	runs := clock.Days > 0 || clock.Weeks > 0 || clock.Months > 0
	if clock.Days < 0 || clock.Weeks < 0 || clock.Months < 0 || clock.NotStated == runs {
		c.add("the clock needs its days, weeks or months, or not_stated", path...)
	}
	if !runs {
		return
	}
	if clock.Start == "" {
		c.add("the clock has no start event", path...)
	}
	for _, rule := range []struct {
		key    string
		answer Answer
	}{{"start_day_counts", clock.StartDayCounts}, {"last_day_in", clock.LastDayIn}} {
		setting := book.setting(string(rule.answer))
		if !slices.Contains([]Answer{Yes, No, NotStated}, rule.answer) && (setting == nil || setting.Kind != YesNo) {
			c.add(fmt.Sprintf("the clock's %s is %q: it is yes, no, not_stated or the name of a yes_no setting", rule.key, rule.answer), at(path, rule.key)...)
		}
	}
}

// parts checks what a pathway says beside its clauses and its condition.
func (c *checker) parts(book *Rulebook, p *Pathway, env *cel.Env, path []any) {
	for i, e := range p.Entry {
		here := at(path, "entry", i)
		c.provision(e.Provision, here...)
		for _, point := range e.Points {
			if !slices.Contains(wordNamed("kind").values, point) {
				c.add(fmt.Sprintf("%s is at %q: it is one of %s", nameOf(here), point, strings.Join(wordNamed("kind").values, ", ")), at(here, "points")...)
			}
		}
	}
	for i := range p.Workers {
		c.worker(&p.Workers[i], env, at(path, "worker", i))
	}
	for i, limit := range p.Capacity {
		c.limit(limit, at(path, "capacity", i))
	}
	for i, share := range p.Sharing {
		here := at(path, "sharing", i)
		c.provision(share.Provision, here...)
		if !slices.Contains([]Answer{"", Yes, No, NotStated}, share.Permission) {
			c.add(fmt.Sprintf("%s has the permission %q: it is yes, no or not_stated", nameOf(here), share.Permission), at(here, "permission")...)
		}
	}
	for i, rule := range p.Safety {
		here := at(path, "safety", i)
		c.provision(rule.Provision, here...)
		if setting := book.setting(rule.NotAt); rule.NotAt != "" && (setting == nil || setting.Kind != Names) {
			c.add(fmt.Sprintf("%s bars the places of %q, which is no setting of names", nameOf(here), rule.NotAt), at(here, "not_at")...)
		}
	}
	if p.Ending != nil {
		here := at(path, "ending")
		c.provision(p.Ending.Provision, here...)
		if p.Ending.NotStated == (p.Ending.Disposal != "") || p.Ending.Disposal != "" && !slices.Contains(Disposals, p.Ending.Disposal) {
			c.add("the ending needs its disposal, a known one, or not_stated", here...)
		}
	}
	for i, id := range p.Law {
		if !schemeID.MatchString(id) {
			c.add(fmt.Sprintf("the law pack %q is not an id", id), at(path, "law", i)...)
		}
	}
}

func (c *checker) worker(w *Worker, env *cel.Env, path []any) {
	c.provision(w.Provision, path...)
	if w.NotStated == (w.Title != "") {
		c.add(fmt.Sprintf("%s needs its title, or not_stated", nameOf(path)), path...)
	}
	if strings.TrimSpace(w.When) == "" {
		return
	}
	compiled, problems := compile(env, w.When)
	for _, problem := range problems {
		c.add(fmt.Sprintf("%s %s", nameOf(path), problem), at(path, "when")...)
	}
	w.test = compiled
}

func (c *checker) limit(limit Limit, path []any) {
	c.provision(limit.Provision, path...)
	numbers := limit.AtOnceFrom != 0 || limit.AtOnce != 0 || limit.AYear != 0
	switch {
	case limit.AtOnceFrom < 0 || limit.AtOnce < 0 || limit.AYear < 0 || limit.AtOnceFrom > limit.AtOnce:
		c.add(fmt.Sprintf("%s has a bound below 0, or a lower end without a higher upper one", nameOf(path)), path...)
	case numbers && limit.Per != PerKeyworker && limit.Per != PerScheme:
		c.add(fmt.Sprintf("%s is per %q: it is keyworker or scheme", nameOf(path), limit.Per), at(path, "per")...)
	case !numbers && limit.Per != "":
		c.add(fmt.Sprintf("%s says for what it is counted, but no number", nameOf(path)), at(path, "per")...)
	}
}
