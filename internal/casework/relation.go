package casework

import (
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// RelationTo says how the asker stands to a case.
func RelationTo(asker access.Asker, row journey.Row) access.Relation {
	switch {
	case asker.Role == access.Keyworker && row.Worker == asker.ID:
		return access.Allocated
	case asker.Role == access.ServiceLead:
		return access.Service
	case asker.Role.Police() && row.Sender != "" && row.Sender == asker.Agency:
		return access.SentBy
	}
	return access.Unrelated
}
