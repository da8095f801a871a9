package keeping

import (
	"context"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Desk is where it is decided how long records are kept.
type Desk struct {
	casework.Bench
	Store    Store
	Stones   Stones
	Settings Settings
	// Name returns the name of an account as colleagues read it, "" where there is
	// none.
	Name func(ctx context.Context, account string) (string, error)
}

// Stone says whose record was erased, when and by whom. It holds nothing of her:
// the id stands for nobody once her key is gone.
type Stone struct {
	Woman  string                `json:"woman"`
	At     time.Time             `json:"at"`
	By     string                `json:"by"` // account id of the one who confirmed
	Agency string                `json:"agency"`
	Asked  string                `json:"asked"` // account id of the one who asked
	Ground journey.ErasureGround `json:"ground"`
	Gone   calendar.Day          `json:"gone"` // the day on which the last backup that holds her key is thrown away
}

// Fact returns the fact that stays.
func (s Stone) Fact() journey.Fact {
	at := calendar.At(s.At)
	return journey.Fact{Woman: s.Woman, Happened: at, Known: at, By: s.By, Agency: s.Agency, Body: journey.Erased{Ground: s.Ground}}
}

// Erasure is an erasure about to be carried out.
type Erasure struct {
	Stone Stone
	Entry access.Entry
	// Again says that it was carried out before, and is now carried out on a copy
	// that was made earlier: what that copy says of holds is no longer so.
	Again bool
}

// Store is the record, as keeping needs it.
type Store interface {
	// Erase ends what is kept of a woman in one transaction with its ledger line:
	// her key, who she is, every word, whatever else names her. The coded facts of
	// the kinds in journey.Counted stay. It returns a Conflict where her record is
	// held, and once it returns without an error nothing of hers is left in the
	// files of the database.
	Erase(ctx context.Context, erasure Erasure) error
	// Stones returns every erasure that was carried out.
	Stones(ctx context.Context) ([]Stone, error)
	// Past returns every fact of a case and of its woman, those that were corrected
	// too, in the order they were written, with the words of the given classes.
	Past(ctx context.Context, caseID string, open access.Classes) ([]journey.Fact, error)
}

// Stones keeps what was erased where no backup of the record reaches.
type Stones interface {
	Keep(ctx context.Context, stone Stone) error
}

// everything is what erasing her record ends.
var everything = access.SetOf(access.Identity, access.Offence, access.Condition, access.Needs, access.Notes, access.Plan, access.Children, access.Sealed)

var plan = access.SetOf(access.Plan)

// name returns how people read an account.
func (d Desk) name(ctx context.Context, account string) (string, error) {
	if d.Name == nil || account == "" {
		return account, nil
	}
	name, err := d.Name(ctx, account)
	if err != nil {
		return "", err
	}
	if name == "" {
		return account, nil
	}
	return name, nil
}
