package discreet

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
)

func wheres(found []Finding) string {
	said := make([]string, len(found))
	for i, one := range found {
		said[i] = one.Where + ": " + one.What
	}
	return strings.Join(said, "; ")
}

func TestWhatWouldGiveHerAwayIsFoundWhereItStands(t *testing.T) {
	names := Names{Hers: []string{"Amina", "Okafor"}, Services: []string{"Riverside Women's Centre"}}
	event := func(lines ...string) string {
		return strings.Join(append(append([]string{"BEGIN:VCALENDAR", "BEGIN:VEVENT"}, lines...), "END:VEVENT", "END:VCALENDAR", ""), "\r\n")
	}
	for _, row := range []struct {
		name string
		out  Outward
		want string
	}{
		{"a neutral text", Outward{Sender: "Jo", Body: "Hi, see you Tue 4 Mar at 2pm. Reply 1 ok, 2 change. Jo"}, ""},
		{"words that only begin alike", Outward{Body: "Thank you for your courtesy. It is a customary abyss"}, ""},
		{"a subject", Outward{Subject: "Your caution"}, "title: the word caution"},
		{"a sender", Outward{Sender: "RiversideWomensCentre"}, "sender: the name of the service"},
		{"capitals, accents and joined words", Outward{Body: "POLICE"}, "text: the word police"},
		{"her name", Outward{Body: "Hi Amina"}, "text: her name"},
		{"her name in pieces", Outward{Body: "Hi A m i n a"}, "text: her name"},
		{"a file name", Outward{FileName: "probation-appointment.ics"}, "file name: the word probation"},
		{"a header", Outward{Headers: map[string]string{"List-Id": "diversion.example.org"}}, "header List-Id: the word diversion"},
		{"the host of a link", Outward{Body: "See https://court-help.example.org"}, "text: the word court; link host: the word court"},
		{"a link without its scheme", Outward{Body: "See riverside.org/custody_visits"}, "text: the word custody; link path: the word custody"},
		{"the query of a link", Outward{Body: "https://a.example.org/x?why=abuse"}, "text: the word abuse; link query: the word abuse"},
		{"a link that cannot be read", Outward{Body: "https://a.example.org/%zz/arrest"}, "text: the word arrest; link: the word arrest"},
		{"Welsh words and their forms", Outward{Body: "Heddlu, gan yr heddlu, rhybuddiad, y llys, trosedd a throseddau, cam-drin"},
			"text: the word heddlu; text: the word rhybuddiad; text: the word llys; text: the word trosedd; text: the word throseddau; text: the word cam drin"},
		{"Welsh words that are neutral", Outward{Body: "Apwyntiad ddydd Mawrth 4 Mawrth am 2pm. Atebwch 1 iawn, 2 newid. Jo"}, ""},
		{"a calendar entry that says a time", Outward{FileName: "appointment.ics", Calendar: event("SUMMARY:Appointment", "DTSTART;TZID=Europe/London:20260304T140000")}, ""},
		{"a calendar entry with a place", Outward{Calendar: event("SUMMARY:Appointment", "LOCATION:1 High Street")}, "calendar LOCATION: more than a time"},
		{"a calendar entry with a person", Outward{Calendar: event("SUMMARY:Appointment", "ATTENDEE;CN=Jo:mailto:jo@example.org")}, "calendar ATTENDEE: more than a time"},
		{"a calendar entry that says why", Outward{Calendar: event("SUMMARY:Court")}, "calendar SUMMARY: more than that there is an appointment; calendar SUMMARY: the word court"},
		{"a calendar entry that rings", Outward{Calendar: event("BEGIN:VALARM", "END:VALARM")}, "calendar BEGIN: an alarm"},
		{"a property folded over two lines", Outward{Calendar: event("SUMMARY:Appoint", " ment", "UID:pol", " ice")}, "calendar UID: the word police"},
	} {
		if got := wheres(Inspect(row.out, names)); got != row.want {
			t.Errorf("%s: found %q, want %q", row.name, got, row.want)
		}
	}
	if found := Inspect(Outward{Body: "Riverside Womens Centre"}, Names{}); len(found) != 0 {
		t.Errorf("she opted in to the name of the service, and %v is found", found)
	}
}

func TestAProtectedStringIsFoundHoweverItIsWritten(t *testing.T) {
	for _, row := range []struct {
		secret, text string
		found        bool
	}{
		{"SW1A 1AA", "at sw1a1aa today", true},
		{"Flat 2, 10 High St", "She lives at 2/10 High Street.", true},
		{"12 Abbey Road", "12, Abbey Rd", true},
		{"07700 900123", "ring +44 7700 900 123", true},
		{"+44 (0)7700 900123", "ring 07700-900123", true},
		{"07700 900123", "ring 07700 900124", false},
		{"Zoë Łukasz", "zoe lukasz", true},
		{"O’Neill", "ONEILL", true},
		{"Okafor", "amina.okafor@example.org", true},
		{"Okafor", "aminaokafor@example.org", true},
		{"Jo", "join the group", false},
		{"Jo", "ask Jo", true},
		{"Safe\u00adHouse", "safehouse", true},
		{"Safe House", "safe\u200bhouse", true},
		{"42", "42", true},
		{"42", "1042 High Street", false},
		{"", "anything", false},
		{"--", "anything", false},
	} {
		found := Seek("page 1", row.text, []Protected{{row.secret, "a string of another woman"}})
		if (len(found) == 1) != row.found {
			t.Errorf("%q in %q: %v", row.secret, row.text, found)
		}
		if len(found) == 1 && row.secret != "" && strings.Contains(found[0].What+found[0].Where, row.secret) {
			t.Errorf("the finding of %q says it again", row.secret)
		}
	}
}

// rewrite writes a string as somebody else might: other case, no accents or more
// spaces, other marks between words.
func rewrite(random *rand.Rand, secret string) string {
	var out strings.Builder
	for _, letter := range secret {
		switch random.IntN(8) {
		case 0:
			letter = unicode.ToUpper(letter)
		case 1:
			letter = unicode.ToLower(letter)
		}
		if letter == ' ' {
			out.WriteString([]string{" ", "  ", "\n", "-", ", ", "", "\u00a0"}[random.IntN(7)])
			continue
		}
		out.WriteRune(letter)
		if letter == 'e' && random.IntN(4) == 0 {
			out.WriteRune('\u0301')
		}
	}
	return out.String()
}

// The figure of docs/security.md: a thousand strings, each planted in a page of
// other words in another way of writing than the one it is kept in.
func TestAThousandPlantedStringsAreFound(t *testing.T) {
	random := rand.New(rand.NewPCG(2026, 11))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	missed, falsely := 0, 0
	for i := range 1000 {
		var secret string
		switch i % 5 {
		case 0:
			secret = pick("Amina", "Zoë", "Siân", "Precious", "Łucja", "Ngọc") + " " + pick("Okafor", "O'Neill", "Müller", "Rhys-Evans", "Kaur", "Ní Bhriain") + fmt.Sprint(i)
		case 1:
			secret = fmt.Sprintf("07700 %06d", 900000+i)
		case 2:
			secret = fmt.Sprintf("%s%d %dAB", pick("SW", "E", "LE", "CF"), 1+i%20, i%10)
		case 3:
			secret = fmt.Sprintf("Flat %d %d %s %s", 1+i%9, i, pick("High", "Abbey", "Station"), pick("Street", "Road", "Avenue"))
		case 4:
			secret = pick("Willow", "Haven", "Bramble") + " Refuge " + fmt.Sprint(i)
		}
		filler := strings.Repeat("The plan was read and she agreed to meet again next week. ", 1+i%4)
		protected := []Protected{{secret, "a string of another woman"}}
		if len(Seek("page 1", filler+rewrite(random, secret)+". "+filler, protected)) != 1 {
			missed++
			t.Errorf("%q is missed", secret)
		}
		if len(Seek("page 1", filler, protected)) != 0 {
			falsely++
		}
	}
	if missed > 0 || falsely > 0 {
		t.Errorf("%d of 1000 missed, %d found where there was none", missed, falsely)
	}
}

func FuzzSeek(f *testing.F) {
	f.Add("Amina Okafor", "before ", " after")
	f.Add("07700 900123", "ring ", "")
	f.Add("SW1A 1AA", "\u0301", "\u0301")
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		if plain(secret).packed == "" {
			t.Skip("a string without a letter or a digit protects nothing")
		}
		if found := Seek("text", before+"\n"+secret+"\n"+after, []Protected{{secret, "it"}}); len(found) == 0 {
			t.Errorf("%q is not found between %q and %q", secret, before, after)
		}
	})
}

func FuzzInspect(f *testing.F) {
	f.Add("Hi https://a.example.org/%zz", "SUMMARY:Appointment\r\n x")
	f.Add("www.\x00", "BEGIN:VALARM")
	f.Fuzz(func(t *testing.T, body, calendar string) {
		clean := Inspect(Outward{Body: body, Calendar: calendar}, Names{})
		if found := Inspect(Outward{Body: body + "\npolice", Calendar: calendar}, Names{}); len(found) <= len(clean) && !strings.Contains(wheres(clean), "police") {
			t.Errorf("a banned word after %q is not found", body)
		}
	})
}
