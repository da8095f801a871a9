package refer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"throughline/internal/domain/journey"
)

// offences are suggested while one is typed: code and title as in the CJS
// offence index (CJS Data Standards, Open Government Licence). The choice of
// these few is our own; anything else may be typed.
var offences = []journey.Offence{
	{Code: "TH68010", Label: "Theft from a shop"},
	{Code: "TH68001", Label: "Theft from the person of another"},
	{Code: "TH68002", Label: "Theft in dwelling other than an automatic machine or meter"},
	{Code: "TH68003", Label: "Theft by employee"},
	{Code: "TH68006", Label: "Theft of pedal cycle"},
	{Code: "TH68007", Label: "Theft from a motor vehicle"},
	{Code: "TH68009", Label: "Theft from a vehicle - other than a motor vehicle"},
	{Code: "TH68012", Label: "Theft from a meter / automatic machine"},
	{Code: "CJ88001", Label: "Common assault"},
	{Code: "CJ88116", Label: "Assault by beating"},
	{Code: "CJ88159", Label: "Common assault of an emergency worker"},
	{Code: "OF61102", Label: "Assault a person thereby occasioning them actual bodily harm"},
	{Code: "OF61131", Label: "Wound / inflict grievous bodily harm without intent"},
	{Code: "OF61014", Label: "Threats to kill"},
	{Code: "CD71039", Label: "Criminal damage to property - value under £5000"},
	{Code: "CD71038", Label: "Criminal damage to property - value over £5000"},
	{Code: "CD71040", Label: "Destroy / damage property of a value unknown"},
	{Code: "CJ67002", Label: "Drunk and disorderly in a public place"},
	{Code: "PU86116", Label: "Use threatening / abusive / insulting words / behaviour to cause harassment / alarm / distress"},
	{Code: "PU86004", Label: "Use threatening / abusive / insulting words / behaviour with intent to cause fear of / provoke unlawful violence"},
	{Code: "PU86003", Label: "Affray"},
	{Code: "PL96001", Label: "Assault a constable in the execution of his / her duty"},
	{Code: "PL96003", Label: "Obstruct / resist a constable in execution of duty"},
	{Code: "PH97004", Label: "Harassment without violence"},
	{Code: "SE20002", Label: "Harassment - breach of a restraining order on conviction"},
	{Code: "FL96001", Label: "Breach a non-molestation order - Family Law Act 1996"},
	{Code: "CA03005", Label: "Send by public communication network an offensive / indecent / obscene / menacing message / matter"},
	{Code: "MD71210", Label: "Possess a controlled drug of Class A - Cocaine"},
	{Code: "MD71211", Label: "Possess a controlled drug of Class A - Heroin"},
	{Code: "MD71214", Label: "Possess a controlled drug of Class A - Crack Cocaine"},
	{Code: "MD71530", Label: "Possess a controlled drug of Class B - Cannabis / Cannabis Resin"},
	{Code: "FA06001", Label: "Fraud by false representation - Fraud Act 2006"},
	{Code: "SS92050", Label: "Dishonestly make a false statement / representation to obtain a benefit / advantage / payment"},
	{Code: "SS92039", Label: "Dishonestly fail notify change of circumstances affecting entitlement to social security benefit / advantage / payment"},
	{Code: "SS92042", Label: "Fail to notify change of circumstances affecting your entitlement to social security benefit / advantage / payment"},
	{Code: "BA76001", Label: "Fail to surrender to police / court bail at the appointed time"},
	{Code: "CL67008", Label: "Cause wasteful employment of police"},
	{Code: "CJ88144", Label: "Possess knife blade / sharp pointed article in a public place - Criminal Justice Act 1988"},
	{Code: "PC53001", Label: "Possess an offensive weapon in a public place"},
	{Code: "SO59003", Label: "Person persistently loiter for the purposes of prostitution"},
	{Code: "RW89004", Label: "Travel on railway without paying fare"},
	{Code: "RT88007", Label: "Drive motor vehicle when alcohol level above limit"},
	{Code: "RT88333", Label: "Drive whilst disqualified"},
	{Code: "RA88001", Label: "Use a motor vehicle on a road / public place without third party insurance"},
}

// suggestions are the offences as the field offers them.
func suggestions() []string {
	shown := make([]string, len(offences))
	for i, offence := range offences {
		shown[i] = offenceTyped(offence, "")
	}
	return shown
}

// offenceWords returns an offence as it is shown.
func offenceWords(offence journey.Offence, typed string) string {
	return strings.Join(slices.DeleteFunc([]string{
		strings.TrimSpace(offence.Code + " " + offence.Label), typed,
	}, func(part string) bool { return part == "" }), ", ")
}

// offenceTyped returns an offence as it is typed.
func offenceTyped(offence journey.Offence, typed string) string {
	return strings.TrimSpace(offence.Code + " " + cmp.Or(typed, offence.Label))
}

var offenceCode = regexp.MustCompile(`^([A-Za-z]{2}\d{5}[A-Za-z]?)(?:[\s,:-]+(.*))?$`)

// readOffence reads what was typed: a code with or without its title, a title
// that is suggested, or any other words. Words that are not the title of a code
// on the list are returned beside the offence, to be sealed.
func readOffence(typed string) (offence journey.Offence, words string) {
	words = strings.Join(strings.Fields(typed), " ")
	if parts := offenceCode.FindStringSubmatch(words); parts != nil {
		offence.Code, words = strings.ToUpper(parts[1]), parts[2]
	}
	for _, known := range offences {
		if known.Code != offence.Code && offence.Code != "" {
			continue
		}
		if strings.EqualFold(known.Label, words) {
			return known, ""
		}
		if known.Code == offence.Code {
			return known, words
		}
	}
	return offence, words
}
