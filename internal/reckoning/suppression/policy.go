package suppression

// Marker stands for every hidden number, whatever the reason it is hidden.
const Marker = "*"

// NotForPublication is printed on whatever has passed no policy.
const NotForPublication = "Not for publication"

// Policy says which counts are hidden and how the others are rounded. Get one
// from Default; the zero policy hides nothing, and what passed it is not for
// publication.
type Policy struct {
	name    string
	words   string
	hides   int // counts from 1 to this are hidden
	nearest int // other counts are rounded to the nearest multiple of this
	earlier *Earlier
}

// policies are those that a service may choose between, the default first. The
// first is NHS England's rule; each hides further cells besides where a hidden
// one could be worked out.
var policies = []Policy{
	{"nhs-1-7-r5", "Counts of 1 to 7 are shown as *. Other counts are rounded to the nearest 5, and percentages are of the rounded counts.", 7, 5, nil},
	{"lt5-secondary", "Counts of 1 to 4 are shown as *. Other counts are exact.", 4, 1, nil},
	{"lt10", "Counts of 1 to 9 are shown as *. Other counts are exact.", 9, 1, nil},
}

// Default returns the policy nhs-1-7-r5.
func Default() Policy { return policies[0] }

// Names lists the policies that a service may choose between, the default first.
func Names() []string {
	names := make([]string, len(policies))
	for i, policy := range policies {
		names[i] = policy.name
	}
	return names
}

// ByName returns the policy of this name, and false where there is none.
func ByName(name string) (Policy, bool) {
	for _, policy := range policies {
		if policy.name == name {
			return policy, true
		}
	}
	return Policy{}, false
}

// Name returns the policy's name, printed wherever it was used.
func (p Policy) Name() string { return p.name }

// Words returns what the policy did, for the reader.
func (p Policy) Words() string {
	if p.hides == 0 {
		return p.words
	}
	return p.words + " Further counts are shown as * where a hidden one could otherwise be worked out."
}

// Publishable says whether what passed the policy may leave the service.
func (p Policy) Publishable() bool { return p.hides > 0 }

// Few says whether a count is none, or so small that it would be hidden.
func (p Policy) Few(count int) bool { return count <= p.hides }

// Off is by how many at most a printed count may differ from what it stands for, as
// far as rounding goes.
func (p Policy) Off() int { return p.nearest / 2 }

func (p Policy) small(count int) bool { return count >= 1 && count <= p.hides }

// rounded returns the count as printed, half up.
func (p Policy) rounded(count int) int {
	if p.nearest <= 1 {
		return count
	}
	return (count + p.nearest/2) / p.nearest * p.nearest
}
