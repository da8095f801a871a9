package scheme

// OffenceGroup is the broad kind of an offence, as rules name it.
type OffenceGroup string

// The groups that rules ask for, and the ones beside them.
const (
	Theft          OffenceGroup = "theft"
	CriminalDamage OffenceGroup = "criminal_damage"
	Assault        OffenceGroup = "assault"
	PublicOrder    OffenceGroup = "public_order"
	Drunkenness    OffenceGroup = "drunkenness"
	Drugs          OffenceGroup = "drugs"
	Prostitution   OffenceGroup = "prostitution"
	Fraud          OffenceGroup = "fraud"
	Driving        OffenceGroup = "driving"
	Weapons        OffenceGroup = "weapons"
	Breach         OffenceGroup = "breach"
	OtherOffence   OffenceGroup = "other"
)

var offenceGroups = []string{
	string(Theft), string(CriminalDamage), string(Assault), string(PublicOrder), string(Drunkenness), string(Drugs),
	string(Prostitution), string(Fraud), string(Driving), string(Weapons), string(Breach), string(OtherOffence),
}

// codes lists the offence codes whose group their title in the CJS offence index
// leaves in no doubt (CJS Data Standards, Open Government Licence). An attempt, a
// conspiracy, a burglary, damage that endangers life and every code that is not here belong to no group until
// somebody says which.
var codes = map[OffenceGroup][]string{
	Theft: {
		"TH68001", "TH68002", "TH68003", "TH68004", "TH68006", "TH68007", "TH68009", "TH68010", "TH68012",
		"TH68013", "TH68015", "TH68016", "TH68017", "TH68018", "TH68019", "TH68020",
	},
	CriminalDamage: {"CD71038", "CD71039", "CD71040"},
	Assault:        {"CJ88001", "CJ88116", "CJ88159", "OF61102", "PL96001"},
	PublicOrder:    {"PU86003", "PU86004", "PU86116"},
	Drunkenness:    {"CJ67002", "LG02001"},
	Drugs:          {"MD71210", "MD71211", "MD71214", "MD71530"},
	Prostitution:   {"SO59003", "SO59004"},
	Fraud:          {"FA06001", "SS92039", "SS92042", "SS92050"},
	Driving:        {"RA88001", "RT88007", "RT88333"},
	Weapons:        {"CJ88144", "PC53001"},
	Breach:         {"BA76001", "FL96001", "SE20002"},
}

var groupOfCode = func() map[string]OffenceGroup {
	groups := map[string]OffenceGroup{}
	for group, list := range codes {
		for _, code := range list {
			groups[code] = group
		}
	}
	return groups
}()

// GroupOf returns the group of an offence code, "" where it is not known.
func GroupOf(code string) OffenceGroup { return groupOfCode[code] }

// group returns the group somebody gave, and otherwise that of the code.
func (e *Encounter) group() string {
	if e.OffenceGroup != "" {
		return string(e.OffenceGroup)
	}
	return string(GroupOf(e.OffenceCode))
}
