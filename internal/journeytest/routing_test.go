package journeytest

import "testing"

// A lighter outcome is said before anything is sent, and what is open can be
// asked without a name: at a desk, on a phone and without scripts.
func TestTheNetAndWhatIsOpen(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	browser, served := newBrowser(t), practice(t)
	for name, how := range map[string]manner{"at a desk": atADesk, "on a phone": onAPhone, "without scripts": withoutScripts} {
		t.Run(name, func(t *testing.T) {
			v := served.as(t, browser, "Officer", how)
			form(v)
			v.pick("Simple caution", "What would have happened without this scheme?")
			v.choose("She agreed to us contacting her", "Yes")
			v.press("Send referral").sees("Could she ask for support herself?", "Simple caution", "Conditional caution")
			v.picture("lighter outcome")
			v.press("Go on: Conditional caution").sees("There is a problem", "Choose why you go on")
			v.press("Change what I typed").sees("Refer a woman")
			if kept := v.holds("First name") + " " + v.holds("Last name"); kept != given+" "+family {
				t.Errorf("of her name, %q is kept", kept)
			}
			v.press("Send referral").press("Refer her by her own request instead").sees("Referral sent", "Her own request", "In place of: Conditional caution")
			v.picture("asked instead")

			v.follow("What is open").sees("No name is needed, and nothing is kept")
			v.fill("35", "Her age in years")
			v.fill("Theft from a shop", "Offence")
			v.picture("check")
			v.press("See what is open").sees("First here", "Conditional caution, London Women's Diversion Service", "Would need to know more", "Closed:")
			v.picture("what is open")
		})
	}
}
