package pattern

import (
	"throughline/internal/casework/sharing"
	"throughline/internal/edge/web/govuk"
)

// SharedRows are the lines of what is shared, as a summary list shows them.
func SharedRows(lines []sharing.Line) []govuk.SummaryRow {
	rows := make([]govuk.SummaryRow, len(lines))
	for i, line := range lines {
		rows[i] = govuk.SummaryRow{Key: line.Key, Value: line.Value}
	}
	return rows
}

// noteHead says when a note was written, and by whose worker.
func noteHead(note sharing.Note) string {
	if note.Agency == "" {
		return note.On.Short()
	}
	return note.On.Short() + ", " + note.Agency
}
