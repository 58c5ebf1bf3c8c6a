package sandbox

import "github.com/openspmis/dci-crvs-go/codes"

// Those who stand in more than one record. What a record tells of them is a
// part of this.

// mala is the person of the 2022 workshop. She and ravi married in 2015, had
// asha in 2017, and he died in 2024.
func mala() someone {
	return someone{given: "Mala", middle: "S", family: "Kumar", sex: codes.SexFemale, born: "1990-05-12", national: "123456789", phone: "+919714838469"}
}

func ravi() someone {
	return someone{given: "Ravi", family: "Nair", sex: codes.SexMale, born: "1986-01-20", national: "987654321"}
}

func asha() someone {
	return someone{given: "Asha", family: "Nair", sex: codes.SexFemale, born: "2017-06-30"}
}

// nameOnly is someone of whom a record tells the name alone.
func nameOnly(given, family string) someone { return someone{given: given, family: family} }

func kavita() someone {
	return someone{given: "Kavita", family: "Patel", sex: codes.SexFemale, born: "1988-11-02", national: "200000101"}
}

func nilesh() someone {
	return someone{given: "Nilesh", family: "Patel", sex: codes.SexMale, born: "1985-04-17", national: "200000102"}
}

func leena() someone {
	return someone{given: "Leena", family: "Menon", sex: codes.SexFemale, born: "1991-07-25", national: "200000103"}
}

func suresh() someone {
	return someone{given: "Suresh", family: "Menon", sex: codes.SexMale, born: "1989-12-09", national: "200000104"}
}

// kabir died before he was one year old.
func kabir() someone {
	return someone{given: "Kabir", family: "Shah", sex: codes.SexMale, born: "2017-04-02", uin: "UIN-170402-06"}
}

func farida() someone {
	return someone{given: "Farida", family: "Shah", sex: codes.SexFemale, born: "1993-03-30", national: "200000105"}
}

func imran() someone {
	return someone{given: "Imran", family: "Shah", sex: codes.SexMale, born: "1990-10-14", national: "200000106"}
}

// geeta and vikram divorced in 2019; vikram married nandini in 2021.
func geeta() someone {
	return someone{given: "Geeta", family: "Joshi", sex: codes.SexFemale, born: "1984-02-18", national: "200000107"}
}

func vikram() someone {
	return someone{given: "Vikram", family: "Joshi", sex: codes.SexMale, born: "1982-08-05", national: "200000108"}
}

func nandini() someone {
	return someone{given: "Nandini", family: "Rao", sex: codes.SexFemale, born: "1987-06-11", national: "200000109"}
}

// kamala is the widow of gopal; both are old enough for a pension.
func kamala() someone {
	return someone{given: "Kamala", family: "Devi", sex: codes.SexFemale, born: "1951-09-15", national: "200000110"}
}

func gopal() someone {
	return someone{given: "Gopal", family: "Das", sex: codes.SexMale, born: "1947", national: "200000111"}
}

// lakshmi has one name, and a number with leading zeros.
func lakshmi() someone {
	return someone{given: "Lakshmi", sex: codes.SexFemale, born: "1962", national: "000123450"}
}

// test001 is the person whom the public mock registries use in their tests.
func test001() someone {
	return someone{given: "Test", family: "Registered", sex: codes.SexMale, born: "1970-01-01", national: "900000001", uin: "TEST-001"}
}
