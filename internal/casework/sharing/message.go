package sharing

import (
	"fmt"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/discreet"
	"throughline/internal/domain/safecontact"
	"throughline/internal/domain/wording"
)

// messageWords is the group of the catalogue that holds what messages say.
const messageWords = "message"

// longestSender is how many characters a phone shows of who sent a text.
const longestSender = 11

// longestText is how many characters fit into one text, where all of them are in
// the first alphabet of phones. A longer one arrives in pieces, and costs more.
const longestText = 160

// Letter is a message in its final form, ready to go.
type Letter struct {
	discreet.Outward
	To string // a number or an address
}

// compose makes the words of a message to her.
func (d Dispatch) compose(out casework.Outgoing, signature string) discreet.Outward {
	words := d.Words.For(out.Language, d.Drafts, messageWords)
	key := string(out.Template)
	if out.Template == casework.AppointmentReminder && out.Channel == safecontact.Text && d.Replies {
		key = "reminder_replies"
	}
	said := words.Say("message.text."+key, "day", words.NearDay(out.At.Day()), "time", words.Clock(out.At), "name", signature)
	made := discreet.Outward{Body: strings.TrimSpace(said)}
	if out.Channel == safecontact.Email {
		made.Subject = words.Say("message.subject." + string(out.Template))
	}
	return made
}

// toInbox makes the words of a message to an inbox of the service: what waits, and
// nothing of anybody.
func toInbox(out casework.Outgoing) discreet.Outward {
	return discreet.Outward{
		Subject: "1 new request",
		Body:    fmt.Sprintf("You have 1 new request (%s). Sign in to read it.", casework.Reference(out.Case)),
	}
}

// toPartnerInbox makes the words of a message to a partner: that a request waits, by
// its reference, and where it is opened. It says nothing of anybody.
func toPartnerInbox(out casework.Outgoing, link string) discreet.Outward {
	return discreet.Outward{
		Subject: "1 new request",
		Body: fmt.Sprintf("You have 1 new request (%s).\n\nOpen it here:\n%s\n\nYou need a PIN of six digits. Whoever sent the request tells you the PIN by phone. Do not send it on with this e-mail.",
			casework.Reference(out.Case), link),
	}
}

// firstName returns the name a message is signed with: the first word of a
// person's name, and none where it would name the woman or fills a sender.
func firstName(name string, hers []string) string {
	words := strings.Fields(name)
	if len(words) == 0 || len([]rune(words[0])) > longestSender {
		return ""
	}
	for _, her := range hers {
		if len(discreet.Seek("", words[0], []discreet.Protected{{Text: her}})) > 0 {
			return ""
		}
	}
	return words[0]
}

// basic are the characters of the first alphabet of phones that messages use.
const basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"

// onePart says whether a text goes in one piece.
func onePart(body string) bool {
	length := 0
	for _, letter := range body {
		if !strings.ContainsRune(basic, letter) {
			return false
		}
		length++
	}
	return length <= longestText
}

// Catalogue holds the sentences of messages.
type Catalogue interface {
	// For returns the words of these groups in a language, as wording.Catalogue says.
	For(tag string, drafts bool, groups ...string) wording.Words
}
