package woman

import (
	"strings"

	"throughline/internal/domain/access"
)

// readers are those who may be let in to a class of data because of what they are
// to her, as people say it.
var readers = []struct {
	words    string
	relation access.Relation
	askers   []access.Asker // any of them
}{
	{"her keyworker", access.Allocated, []access.Asker{{Role: access.Keyworker}}},
	{"those who lead the service", access.Service, []access.Asker{{Role: access.ServiceLead}}},
	{"who manages the organisation that supports her", access.Organisation, []access.Asker{{Role: access.PartnerManager}}},
	{"a specialist who works with her", access.Allocated, specialists()},
}

func specialists() []access.Asker {
	var all []access.Asker
	for _, specialism := range access.EverySpecialism {
		all = append(all, access.Asker{Role: access.Specialist, Specialism: specialism})
	}
	return all
}

// WhoReads says who sees a class of data, as the table of the door has it, before
// anything of it is asked. Source: 000:260.
func WhoReads(class access.Class) string {
	var named []string
	for _, reader := range readers {
		for _, asker := range reader.askers {
			if access.Decide(asker, reader.relation, class, access.Read, access.ForSupport).Allow {
				named = append(named, reader.words)
				break
			}
		}
	}
	text := strings.Join(named[:len(named)-1], ", ") + " and " + named[len(named)-1] + ". Others only if she says yes."
	for _, purpose := range []access.Purpose{access.ForReferral, access.ForCondition} {
		if access.Decide(access.Asker{Role: access.Officer}, access.SentBy, class, access.Read, purpose).Allow {
			return text + " The police who sent her see it too."
		}
	}
	return text + " The police do not."
}
