package safecontact

import "slices"

// Channel is one way of reaching her.
type Channel string

// The ways there are.
const (
	Phone    Channel = "phone"
	Text     Channel = "text"
	Email    Channel = "email"
	Post     Channel = "post"
	InPerson Channel = "in_person"
	Through  Channel = "through_somebody"
)

// Channels lists the ways in the order people choose from.
var Channels = []Channel{Phone, Text, Email, Post, InPerson, Through}

// Known says whether the channel is one there is.
func (c Channel) Known() bool { return slices.Contains(Channels, c) }

// Sent says whether something leaves by the channel without a person who speaks
// to her: a message cannot notice that somebody else is listening.
func (c Channel) Sent() bool { return c == Text || c == Email || c == Post }

// Hourly says whether it arrives at an hour, and may ring in a room: only then
// does it matter which hours are safe.
func (c Channel) Hourly() bool { return c == Phone || c == Text || c == Email }

// words are the names of the channels: of one thing, and of several.
var words = map[Channel]struct{ one, many, do, dont string }{
	Phone:    {"a call", "calls", "Call her", "Do not call her"},
	Text:     {"a text", "texts", "Text her", "Do not text her"},
	Email:    {"an e-mail", "e-mails", "E-mail her", "Do not e-mail her"},
	Post:     {"a letter", "letters", "Write to her", "Do not write to her"},
	InPerson: {"speaking to her in person", "speaking to her in person", "Speak to her in person", "Do not visit her"},
	Through:  {"a word through somebody", "words through somebody", "Reach her through the person she named", "Do not go through anybody"},
}

// Words names one thing that goes by the channel, such as "a text".
func (c Channel) Words() string { return words[c].one }

// Voicemail is what may be left where she does not answer a call.
type Voicemail string

// The rules for a voicemail.
const (
	NoVoicemail Voicemail = "none"
	Unnamed     Voicemail = "do_not_say_who"
	Named       Voicemail = "say_who"
)

// Voicemails lists the rules in the order people choose from, the one that stands
// where she said nothing first: a call that went unanswered tells nobody who
// called.
var Voicemails = []Voicemail{Unnamed, NoVoicemail, Named}

var voicemailWords = map[Voicemail]string{
	NoVoicemail: "Leave no message", Unnamed: "On voicemail, do not say who we are", Named: "On voicemail you may say who we are",
}

// Words returns the rule as it stands beside her number.
func (v Voicemail) Words() string { return voicemailWords[v] }

// Wording is what a text or an e-mail may say.
type Wording string

// The rules for the words of a message.
const (
	NoWords Wording = "none"
	Neutral Wording = "neutral"
	Normal  Wording = "normal"
)

// Wordings lists the rules in the order people choose from.
var Wordings = []Wording{Neutral, Normal, NoWords}

var wordingWords = map[Wording]string{
	NoWords: "Send nothing", Neutral: "Use neutral words only", Normal: "You may say who we are",
}

// Words returns the rule as people say it.
func (w Wording) Words() string { return wordingWords[w] }
