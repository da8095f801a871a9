package practice

import "throughline/internal/domain/journey"

// The leading offences of the report. Source: 004:192, 194.
var (
	shopTheft       = journey.Offence{Code: "TH68010", Label: "Theft from a shop"}
	cocaine         = journey.Offence{Code: "MD71210", Label: "Possess a controlled drug of Class A - Cocaine"}
	commonAssault   = journey.Offence{Code: "CJ88001", Label: "Common assault"}
	beating         = journey.Offence{Code: "CJ88116", Label: "Assault by beating"}
	emergencyWorker = journey.Offence{Code: "CJ88159", Label: "Common assault of an emergency worker"}
)

// otherOffences are the 33 kinds that make the report's 38 with the leading
// five, with the codes and titles of the national list. Source: 004:192.
var otherOffences = []journey.Offence{
	{Code: "CD71039", Label: "Criminal damage to property - value under £5000"},
	{Code: "MD71530", Label: "Possess a controlled drug of Class B - Cannabis / Cannabis Resin"},
	{Code: "PU86003", Label: "Affray"},
	{Code: "CJ67002", Label: "Drunk and disorderly in a public place"},
	{Code: "FA06001", Label: "Fraud by false representation - Fraud Act 2006"},
	{Code: "TH68003", Label: "Theft by employee"},
	{Code: "MD71211", Label: "Possess a controlled drug of Class A - Heroin"},
	{Code: "MD71214", Label: "Possess a controlled drug of Class A - Crack Cocaine"},
	{Code: "PH97004", Label: "Harassment without violence"},
	{Code: "PU86116", Label: "Use threatening / abusive / insulting words / behaviour to cause harassment / alarm / distress"},
	{Code: "TH68001", Label: "Theft from the person of another"},
	{Code: "TH68002", Label: "Theft in dwelling other than an automatic machine or meter"},
	{Code: "CD71040", Label: "Destroy / damage property of a value unknown"},
	{Code: "CD71043", Label: "Threat to damage / destroy property"},
	{Code: "CD71045", Label: "Have article with intent to destroy / damage property"},
	{Code: "FA06004", Label: "Possess / control article for use in fraud - Fraud Act 2006"},
	{Code: "FA06007", Label: "Obtain services dishonestly - Fraud Act 2006"},
	{Code: "FA06003", Label: "Fraud by abuse of position - Fraud Act 2006"},
	{Code: "MD71213", Label: "Possess a controlled drug of Class A - MDMA"},
	{Code: "MD71215", Label: "Possess a controlled drug of Class A - Methadone"},
	{Code: "MD71219", Label: "Possess a controlled drug of Class A - Other"},
	{Code: "MD71220", Label: "Possess a controlled drug of Class B - Amphetamine"},
	{Code: "MD71225", Label: "Possess a controlled drug of Class B - Other"},
	{Code: "MD71022", Label: "Possess a class C controlled drug"},
	{Code: "PH97009", Label: "Harassment - put in fear of violence"},
	{Code: "PU86149", Label: "Use threatening / abusive words / behaviour likely to cause harassment, alarm or distress"},
	{Code: "TH68006", Label: "Theft of pedal cycle"},
	{Code: "TH68007", Label: "Theft from a motor vehicle"},
	{Code: "TH68012", Label: "Theft from a meter / automatic machine"},
	{Code: "PC02021", Label: "Acquire / use / possess criminal property"},
	{Code: "ID10001", Label: "Possess / control identity documents with intent"},
	{Code: "DD91033", Label: "Owner / person in charge of a dog dangerously out of control - no injury"},
	{Code: "CL77003", Label: "Trespass - adverse occupation of premises"},
}
