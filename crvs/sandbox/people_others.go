package sandbox

import "github.com/openspmis/dci-crvs-go/codes"

func marriages() []marriage {
	return []marriage{
		{number: "M15FEB042", wife: mala(), husband: ravi(), on: "2015-02-14", at: "IN-KL-EKM"},
		{number: "M13DEC005", wife: kavita(), husband: nilesh(), on: "2013-12-05", at: "IN-GJ-AHM"},
		{number: "M16JAN020", wife: leena(), husband: suresh(), on: "2016-01-20", at: "IN-KL-KOZ"},
		{number: "M15NOV011", wife: farida(), husband: imran(), on: "2015-11-11", at: "IN-GJ-AHM"},
		{number: "M07APR025", wife: geeta(), husband: vikram(), on: "2007-04-25", at: "IN-RJ-UDA", divorced: "2019-03-12"},
		{number: "M21JAN017", wife: nandini(), husband: vikram(), on: "2021-01-17", at: "IN-KA-MYS"},
		{number: "M72XXX001", wife: kamala(), husband: gopal(), on: "1972", at: "IN-RJ-UDA"},
		{
			number:  "M05MAY014",
			wife:    someone{given: "Anita", family: "Thomas", sex: girl, born: "1980-09-19", national: "200000204"},
			husband: someone{given: "Joseph", family: "Thomas", sex: boy, born: "1978-01-26", national: "200000203"},
			on:      "2005-05-14", at: "IN-KL-EKM",
		},
	}
}

func deaths() []death {
	return []death{
		{number: "D24AUG007", who: ravi(), died: "2024-08-03", at: "IN-KL-EKM-01", status: codes.MaritalStatusMarried, wife: mala()},
		{number: "D17NOV019", who: kabir(), died: "2017-11-19", at: "IN-GJ-AHM-01", status: codes.MaritalStatusNeverMarried, mother: farida(), father: imran()},
		{number: "D19OCT030", who: gopal(), died: "2019-10-30", at: "IN-RJ-UDA", status: codes.MaritalStatusMarried, wife: kamala()},
		{
			number: "D21MAY002",
			who:    someone{given: "Harbhajan", family: "Singh", sex: boy, born: "1966-03-03", national: "200000205"},
			died:   "2021-05-02", at: "IN-RJ-UDA-01", status: codes.MaritalStatusWidowed,
		},
		{
			number: "D23FEB011",
			who:    someone{given: "Parvati", family: "Iyer", sex: girl, born: "1959-07-22", national: "200000206"},
			died:   "2023-02-11", at: "IN-KA-MYS-01", status: codes.MaritalStatusUnmarried,
		},
		// A year of death alone, and one who was registered at death only.
		{number: "D98XXX001", who: someone{given: "Ponnamma", sex: girl, born: "1931", national: "200000401"}, died: "1998", at: "IN-KL-KOZ", status: codes.MaritalStatusWidowed},
		// Nobody knew when he was born.
		{number: "D20JUL018", who: someone{given: "Sadhu", family: "Ram", sex: boy, national: "200000402"}, died: "2020-07-18", at: "IN-RJ-UDA", status: codes.MaritalStatusUnknown},
		{number: "D24AUG009", who: someone{given: "Velayudhan", family: "Nair", sex: boy, born: "1940-02-01", national: "200000403"}, died: "2024-08-03", at: "IN-KL-EKM-01", status: codes.MaritalStatusMarried, wife: nameOnly("Devaki", "Nair")},
	}
}
