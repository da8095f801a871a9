package journeytest

import "testing"

// A service lead looks at whose time to be kept is over, holds a record, and begins
// her own copy; who answers for how records are used sees that it is held.
func TestARecordIsHeldAndCopiedAtADesk(t *testing.T) { holdAndCopy(t, atADesk) }

func TestARecordIsHeldAndCopiedOnAPhone(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	holdAndCopy(t, onAPhone)
}

func TestARecordIsHeldAndCopiedWithoutScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	holdAndCopy(t, withoutScripts)
}

func holdAndCopy(t *testing.T, how manner) {
	browser, site := newBrowser(t), practice(t)
	v := site.as(t, browser, "Service lead", how)
	v.follow("Keeping records").sees("Records are kept 6 years", "Nothing is erased by itself", "Time is over: somebody has to look")
	v.picture("keeping")
	hers := ask[string](v, "document.querySelector('main table a').getAttribute('href')")
	v.open(hers).sees("How long this record is kept", "not confirmed", "What you can do")
	v.picture("keeping one")
	v.follow("Hold this record").sees("nobody can erase it")
	v.press("Hold it").sees("There is a problem", "Say what it has to be held for")
	v.fill("A court may ask for it", "Why?")
	v.press("Hold it").sees("The record is held", "Held since", "A court may ask for it").seesNot("Ask for this record to be erased")
	v.follow("Make a copy for her, or for a court").sees("Two people sign it first")
	v.follow("Begin a pack").choose("Her: a copy of her record")
	v.press("Find what is there").sees("Still to decide", "With whom it is shared", "Two different people sign")
	v.picture("pack")

	governance := site.as(t, browser, "Information governance", how)
	governance.follow("Keeping records").sees("Held", "Packs that are being made")
	governance.open(hers).sees("Held since", "A court may ask for it")
}
