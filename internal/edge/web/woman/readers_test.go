package woman

import (
	"testing"

	"throughline/internal/domain/access"
)

// What stands above a question is what the door does.
func TestWhoSeesThisIsWhoTheDoorLetsIn(t *testing.T) {
	const supporting = "her keyworker, those who lead the service, who manages the organisation that supports her and a specialist who works with her. Others only if she says yes."
	for class, want := range map[access.Class]string{
		access.Needs:     supporting + " The police do not.",
		access.Children:  supporting + " The police do not.",
		access.Condition: "her keyworker, those who lead the service and who manages the organisation that supports her. Others only if she says yes. The police who sent her see it too.",
	} {
		if got := WhoReads(class); got != want {
			t.Errorf("%s: %q", class, got)
		}
	}
}
