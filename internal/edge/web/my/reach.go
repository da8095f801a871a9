package my

import (
	"throughline/internal/casework/herspace"
	"throughline/internal/domain/safecontact"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
)

// reaching are the answers there are to whether a channel is safe. The last one
// of each is no.
var reaching = map[safecontact.Channel][]string{
	safecontact.Phone: {"unnamed", "no_message", "no"},
	safecontact.Text:  {"yes", "no"},
	safecontact.Email: {"yes", "no"},
}

// reachable are the channels that she may speak of here: those that lead
// somewhere. Others she says to a person.
func reachable(view herspace.View) []safecontact.Channel {
	var channels []safecontact.Channel
	for _, channel := range []safecontact.Channel{safecontact.Phone, safecontact.Text, safecontact.Email} {
		if view.Who.Destination(channel) != "" {
			channels = append(channels, channel)
		}
	}
	return channels
}

// termsOf reads an answer. What is sent to her devices is in neutral words.
func termsOf(channel safecontact.Channel, answer string) safecontact.Terms {
	terms := safecontact.Terms{Channel: channel, Allowed: answer != "no"}
	switch {
	case !terms.Allowed:
	case channel == safecontact.Phone && answer == "no_message":
		terms.Voicemail = safecontact.NoVoicemail
	case channel == safecontact.Phone:
		terms.Voicemail = safecontact.Unnamed
	default:
		terms.Wording = safecontact.Neutral
	}
	return terms
}

// reachPage is how she may be reached.
type reachPage struct {
	wording.Words
	herspace.View
	done string
}

func (d Door) reach(r *web.Request) (web.Response, error) {
	view, w, err := d.view(r)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(page(w, "reach", reachBody(reachPage{w, view, doneOf(r)}))), nil
}

// choices are the channels, each with how it stands.
func (p reachPage) choices() []choice {
	var choices []choice
	for _, channel := range reachable(p.View) {
		choices = append(choices, choice{p.Say("my.reach." + string(channel)), sayPath + "reach?of=" + string(channel), p.stands(channel)})
	}
	return choices
}

// stands says how a channel stands today.
func (p reachPage) stands(channel safecontact.Channel) string {
	standing, spoken := p.Row.SafeContact.Of(channel)
	switch {
	case p.Row.SafeContact.Open(channel, p.At.Day):
		return p.Say("my.reach.until", "day", p.NearDay(standing.Until()))
	case spoken && standing.Allowed && !standing.Frozen.Known():
		return p.Say("my.reach.over")
	case spoken && standing.Frozen.Known():
		return p.Say("my.reach.stopped")
	}
	return p.Say("my.reach.no")
}
