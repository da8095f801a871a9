package journey

import (
	"strings"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// The kinds of note that a specialist who works with her writes. They differ in
// the class of data that their words belong to, and so in who may read them.
const (
	KindHealthNoted  Kind = "health_noted"  // of the class of needs
	KindSupportNoted Kind = "support_noted" // of the class of notes
	KindAdviceNoted  Kind = "advice_noted"  // of the sealed class
)

// HealthNoted says that a specialist wrote of her health or her needs.
type HealthNoted struct{}

// SupportNoted says that a specialist wrote of the support she gave.
type SupportNoted struct{}

// AdviceNoted says that a specialist wrote what has to stay sealed, such as advice
// on immigration.
type AdviceNoted struct{}

func (HealthNoted) Kind() Kind  { return KindHealthNoted }
func (SupportNoted) Kind() Kind { return KindSupportNoted }
func (AdviceNoted) Kind() Kind  { return KindAdviceNoted }

// noted are the notes that there is a class for.
var noted = map[access.Class]Body{
	access.Needs: HealthNoted{}, access.Notes: SupportNoted{}, access.Sealed: AdviceNoted{},
}

// NoteAs writes a note of a class: needs, notes or sealed.
func (p Pen) NoteAs(row Row, class access.Class, on calendar.Day, text string) ([]Fact, error) {
	var problems Problems
	body, there := noted[class]
	problems.check(there, "class", "Choose what the note is about")
	problems.check(strings.TrimSpace(text) != "", "note", "Write the note")
	problems.check(on.Known() && on <= p.today(), "on", "Enter the day: today or an earlier day")
	problems.check(!on.Known() || on >= row.Referred, "on", "That is before she was referred, on "+row.Referred.Short())
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.OnDay(on), body, sealedText(text))}, nil
}
