package caseworktest

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
)

// Counting is a kind of long work for tests: it counts to a number, and does at each
// step what a test wants.
type Counting struct {
	To   int
	Step func(ctx context.Context, n int) error // nil for nothing
	End  casework.JobEnd
	For  []access.Role // who may
	// Counted are the numbers that were counted.
	Counted []int
}

// Code names the kind.
func (*Counting) Code() string { return "count" }

// Words says what it does.
func (*Counting) Words() (title, unit string) { return "Count up", "numbers" }

// Path is where its result stands.
func (*Counting) Path(job casework.Job) string { return "/counted/" + job.Result }

// May lets the roles in.
func (c *Counting) May(_ context.Context, asker access.Asker, _ casework.Job) bool {
	return slices.Contains(c.For, asker.Role)
}

// Run counts on from where an earlier run left off.
func (c *Counting) Run(ctx context.Context, _ access.Asker, job casework.Job, progress casework.Progress) (casework.JobEnd, error) {
	for n := job.Done + 1; n <= c.To; n++ {
		if c.Step != nil {
			if err := c.Step(ctx, n); err != nil {
				return casework.JobEnd{}, err
			}
		}
		c.Counted = append(c.Counted, n)
		progress(n, c.To)
	}
	return c.End, nil
}

// Crew are the people who may sign in, as a test lists them.
type Crew []access.Asker

// Staff returns them.
func (c Crew) Staff(context.Context) ([]casework.Person, error) {
	var people []casework.Person
	for _, one := range c {
		people = append(people, casework.Person{ID: one.ID, Name: one.Name, Agency: one.Agency, Role: one.Role, Specialism: one.Specialism})
	}
	return people, nil
}
