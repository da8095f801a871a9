package journeytest

import (
	"testing"

	"throughline/internal/journeytest/keystroke"
)

func TestTheDiaryAtADesk(t *testing.T) { keepDiary(t, atADesk) }

func TestTheDiaryOnAPhone(t *testing.T) {
	if testing.Short() {
		t.Skip("the diary at a desk is enough in short")
	}
	keepDiary(t, onAPhone)
}

func TestTheDiaryWithoutScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("the diary at a desk is enough in short")
	}
	keepDiary(t, withoutScripts)
}

// keepDiary reads the diary of a day and a week, writes down what happened within
// the time that the page was designed for, and books the next time by its day.
func keepDiary(t *testing.T, how manner) {
	v := practice(t).as(t, newBrowser(t), "Keyworker", how)
	v.open("/diary").sees("Diary", "Before this, without an outcome", "Tomorrow")
	v.picture("diary")
	v.follow("Week").follow("Week after").follow("Day by day").follow("Today")
	v.open("/diary")
	v.within(keystroke.RecordContact, "recording a contact", func() {
		v.follow("Record what happened")
		v.choose("What happened?", "Came")
		v.choose("How many minutes? (optional)", "45")
		v.fill("Settled. Rent letter next", "Note (optional)")
		v.press("Save")
	})
	v.sees("Contact recorded")
	v.follow("Book an appointment").follow("Tomorrow")
	v.sees("9am", "Another time (optional)")
	v.choose("What time?", "9am")
	v.choose("How will you meet?", "Phone")
	v.picture("booking")
	v.press("Book an appointment", "Save").sees("Appointment booked", "9am")
	appointments := v.path()
	v.follow("Change the time").sees("Who asked for another time?")
	v.open(appointments).follow("Call off").sees("Call off an appointment", "Who called it off?")
	v.choose("Who called it off?", "We called it off")
	v.press("Save").sees("Called off", "Book another time")
}
