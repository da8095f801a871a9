package practice

import "throughline/internal/domain/need"

// goalWords are goals as a woman might put them.
var goalWords = map[need.Pathway][]string{
	need.Accommodation:               {"I want a front door key that is mine.", "I want to stop sleeping on my sister's sofa.", "I want the damp sorted before winter."},
	need.EducationTrainingEmployment: {"I want to finish my maths course.", "I want a job with hours that fit school."},
	need.Health:                      {"I want to sleep through the night.", "I want to go to the shop without panicking.", "I want to see a doctor who listens."},
	need.DrugsAndAlcohol:             {"I want to get through a week without a drink.", "I want to stop using on my own."},
	need.FinanceBenefitDebt:          {"I want to open my post without feeling sick.", "I want to know what I owe and to whom."},
	need.ChildrenAndFamilies:         {"I want my boy home at weekends.", "I want to take my girls to the seaside."},
	need.AttitudesThinkingBehaviour:  {"I want to walk away when it kicks off.", "I want to think first and shout later."},
	need.DomesticAbuseVAWG:           {"I want to feel safe when I hear the lift.", "I want him to stop turning up."},
	need.SexWork:                     {"I want other ways to pay the rent."},
}

var noteWords = []string{
	"We talked through the week. She has rung the council and has a name to ask for.",
	"She came with her daughter. We filled in the benefit form together.",
	"She was tired but wanted to stay. We went over who she can ring at night.",
	"Good meeting. She brought the letters she had not opened and we sorted them into three piles.",
	"She is sleeping better. We practised what to say to the housing officer.",
	"We met in the garden room. She asked for the writing group on Thursdays.",
	"She told me about the school meeting. I will go with her next week.",
	"Short meeting, she had to be back for the children. We fixed the next time.",
	"She has started at the walking group and said it was easier than she feared.",
	"We looked at her plan. Two steps are done and she chose the next one.",
}

var callWords = []string{
	"Rang at the time she asked for. She is well and will come on the agreed day.",
	"Short call. She asked to move the time to the morning.",
	"She rang to say the housing officer had written back.",
}

const conditionText = "Attend two appointments with the women's diversion service."

// onwardServices are kinds of service; none is a real one.
var onwardServices = map[need.Pathway]string{
	need.Accommodation: "Housing options", need.EducationTrainingEmployment: "Employability workshop", need.Health: "Talking therapies",
	need.DrugsAndAlcohol: "Drug and alcohol service", need.FinanceBenefitDebt: "Debt advice", need.ChildrenAndFamilies: "Family support",
	need.AttitudesThinkingBehaviour: "Thinking and choices group", need.DomesticAbuseVAWG: "Domestic violence adviser", need.SexWork: "Women's outreach",
}
