package casework

import (
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Pack is all that one reader gets of a case. The page that shows it to the
// reader, and the one that shows it to her before she answers, are made of nothing
// else.
type Pack struct {
	Reference string
	Name      string // as the reader may call her, "" where who she is is not shared
	// Until is the last day on which she shares what is here. It is zero where
	// nothing hangs on a permission of hers, or where sections end on several days.
	Until    calendar.Day
	Sections []Section
}

// Section is what a pack says of one class of data.
type Section struct {
	Class access.Class
	Title string
	Part  bool         // the reader gets a part of the class only
	Told  string       // who told it, when, and whether she confirmed it; "" where that is not known
	Until calendar.Day // the last day she shares it; zero where it hangs on no permission
	Lines []PackLine
	Notes []PackNote
}

// PackLine is one thing with its name.
type PackLine struct{ Key, Value string }

// PackNote is what somebody wrote on a day.
type PackNote struct {
	On     calendar.Day
	Agency string
	Text   string
}

// Agreeing is what she is asked to share with a partner for her support, and what
// she says.
type Agreeing struct {
	Recipient string // agency
	Classes   access.Classes
	Until     calendar.Day
	Answer    journey.YesNo
	Words     string // hers
	Raised    bool   // she spoke of it herself, after a no
}
