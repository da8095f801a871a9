package casework

import (
	"context"

	"throughline/internal/domain/access"
)

// Staff knows the people who may sign in.
type Staff interface {
	// Staff returns them by name, without those whose account is disabled.
	Staff(ctx context.Context) ([]Person, error)
}

// Person is one of them.
type Person struct {
	ID     string // account id
	Name   string // as colleagues read it
	Agency string
	Role   access.Role
	// Specialism is what a specialist is one for; "" for everybody else.
	Specialism access.Specialism
}

// NamesOf returns who is behind each account id, as "Priya Nair, Riverside"; none
// where nobody knows the staff.
func NamesOf(ctx context.Context, staff Staff) (map[string]string, error) {
	if staff == nil {
		return nil, nil
	}
	people, err := staff.Staff(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(people))
	for _, one := range people {
		names[one.ID] = one.Name + ", " + one.Agency
	}
	return names, nil
}
