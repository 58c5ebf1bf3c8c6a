package sandbox

import "github.com/openspmis/dci-crvs-go/codes"

// Short names for the columns of the rows.
const (
	girl = codes.SexFemale
	boy  = codes.SexMale
)

// birthsOf2017 are twelve: enough to be paged through.
func birthsOf2017() []birth {
	return []birth{
		{number: "B17JAN001", child: someone{given: "Diya", family: "Patel", sex: girl, born: "2017-01-09", uin: "UIN-170109-01"}, at: "IN-GJ-AHM-01", mother: kavita(), father: nilesh()},
		{number: "B17JAN014", child: someone{given: "Rohan", family: "Desai", sex: boy, born: "2017-01-23", uin: "UIN-170123-02"}, at: "IN-GJ-SUR-01", mother: nameOnly("Hetal", "Desai"), father: nameOnly("Mihir", "Desai")},
		{number: "B17FEB003", child: someone{given: "Fathima", family: "Rahman", sex: girl, born: "2017-02-11", uin: "UIN-170211-03"}, at: "IN-KL-KOZ-01", mother: nameOnly("Amina", "Rahman"), father: nameOnly("Yusuf", "Rahman")},
		// Twins.
		{number: "B17MAR021", child: someone{given: "Arjun", family: "Menon", sex: boy, born: "2017-03-15", uin: "UIN-170315-04"}, at: "IN-KL-EKM-01", mother: leena(), father: suresh()},
		{number: "B17MAR022", child: someone{given: "Anika", family: "Menon", sex: girl, born: "2017-03-15", uin: "UIN-170315-05"}, at: "IN-KL-EKM-01", mother: leena(), father: suresh()},
		{number: "B17APR008", child: kabir(), at: "IN-GJ-AHM-01", mother: farida(), father: imran()},
		// One name, and a father who is not on record.
		{number: "B17MAY011", child: someone{given: "Nila", sex: girl, born: "2017-05-05", uin: "UIN-170505-07"}, at: "IN-KL-EKM", mother: nameOnly("Ponni", "")},
		{number: "B17JUN009", child: asha(), at: "IN-KL-EKM-01", mother: mala(), father: ravi()},
		{number: "B17JUL004", child: someone{given: "Тимур", family: "Бекжанов", sex: boy, born: "2017-07-17", uin: "UIN-170717-09"}, at: "IN-KA-MYS-01", mother: nameOnly("Айгуль", "Бекжанова"), father: nameOnly("Данияр", "Бекжанов")},
		{number: "B17AUG016", child: someone{given: "Ishaan", middle: "K", family: "Rao", sex: boy, born: "2017-08-08", uin: "UIN-170808-10"}, at: "IN-KA-MYS-01", mother: nameOnly("Shreya", "Rao"), father: nameOnly("Kiran", "Rao")},
		// Nearly the name of asha.
		{number: "B17OCT002", child: someone{given: "Asha", family: "Nayar", sex: girl, born: "2017-10-30", uin: "UIN-171030-11"}, at: "IN-KL-KOZ-01", mother: nameOnly("Sindhu", "Nayar"), father: nameOnly("Rajan", "Nayar")},
		{number: "B17DEC031", child: someone{given: "Zoya", family: "Khan", sex: girl, born: "2017-12-31", uin: "UIN-171231-12"}, at: "IN-RJ-UDA-01", mother: nameOnly("Rukhsana", "Khan"), father: nameOnly("Salim", "Khan")},
	}
}

// birthsOfAdults are of those who work, marry and grow old.
func birthsOfAdults() []birth {
	return []birth{
		{number: "B90MAY123", child: mala(), at: "IN-GJ-AHM-01", mother: nameOnly("Bala", ""), father: nameOnly("Mohan", "")},
		// Nearly the name and the birthday of mala.
		{number: "B90MAY132", child: someone{given: "Mala", middle: "S", family: "Kumari", sex: girl, born: "1990-05-21", national: "200000201"}, at: "IN-GJ-AHM-01", mother: nameOnly("Sarla", "Kumari"), father: nameOnly("Mahesh", "Kumar")},
		{number: "B90MAY140", child: someone{given: "Mela", family: "Kumar", sex: girl, born: "1990-05-25", national: "200000202"}, at: "IN-GJ-SUR-01", mother: nameOnly("Tara", "Kumar"), father: nameOnly("Dev", "Kumar")},
		{number: "B70JAN001", child: test001(), at: "IN-GJ-AHM", mother: nameOnly("Mother", "Registered"), father: nameOnly("Father", "Registered")},
		{number: "B88NOV002", child: kavita(), at: "IN-GJ-AHM-01", mother: nameOnly("Jyoti", "Mehta"), father: nameOnly("Ramesh", "Mehta")},
		{number: "B85APR017", child: nilesh(), at: "IN-GJ-SUR-01", mother: nameOnly("Ila", "Patel"), father: nameOnly("Harish", "Patel")},
		{number: "B91JUL025", child: leena(), at: "IN-KL-EKM-01", mother: nameOnly("Usha", "Pillai"), father: nameOnly("Anand", "Pillai")},
		{number: "B89DEC009", child: suresh(), at: "IN-KL-KOZ-01", mother: nameOnly("Radha", "Menon"), father: nameOnly("Balan", "Menon")},
		{number: "B93MAR030", child: farida(), at: "IN-GJ-AHM-01", mother: nameOnly("Zarina", "Sheikh"), father: nameOnly("Karim", "Sheikh")},
		{number: "B90OCT014", child: imran(), at: "IN-GJ-AHM-01", mother: nameOnly("Noor", "Shah"), father: nameOnly("Habib", "Shah")},
		{number: "B84FEB018", child: geeta(), at: "IN-RJ-UDA-01", mother: nameOnly("Sudha", "Vyas"), father: nameOnly("Om", "Vyas")},
		{number: "B82AUG005", child: vikram(), at: "IN-RJ-UDA-01", mother: nameOnly("Manju", "Joshi"), father: nameOnly("Prem", "Joshi")},
		{number: "B87JUN011", child: nandini(), at: "IN-KA-MYS-01", mother: nameOnly("Vani", "Rao"), father: nameOnly("Mohan", "Rao")},
		{number: "B51SEP015", child: kamala(), at: "IN-RJ-UDA", mother: nameOnly("Ganga", "Devi"), father: nameOnly("Shiv", "Lal")},
		{number: "B78JAN026", child: someone{given: "Joseph", family: "Thomas", sex: boy, born: "1978-01-26", national: "200000203"}, at: "IN-KL-EKM-01", mother: nameOnly("Mary", "Thomas"), father: nameOnly("Varghese", "Thomas")},
		{number: "B80SEP019", child: someone{given: "Anita", family: "Thomas", sex: girl, born: "1980-09-19", national: "200000204"}, at: "IN-KL-EKM-01", mother: nameOnly("Susan", "Mathew"), father: nameOnly("George", "Mathew")},
		{number: "B66MAR003", child: someone{given: "Harbhajan", family: "Singh", sex: boy, born: "1966-03-03", national: "200000205"}, at: "IN-RJ-UDA", mother: nameOnly("Amrit", "Kaur"), father: nameOnly("Balwant", "Singh")},
		{number: "B59JUL022", child: someone{given: "Parvati", family: "Iyer", sex: girl, born: "1959-07-22", national: "200000206"}, at: "IN-KA-MYS", mother: nameOnly("Meenakshi", "Iyer"), father: nameOnly("Raman", "Iyer")},
		{number: "B95FEB028", child: someone{given: "Deepak", family: "Solanki", sex: boy, born: "1995-02-28", national: "200000207"}, at: "IN-GJ-SUR-01", mother: nameOnly("Rekha", "Solanki"), father: nameOnly("Bharat", "Solanki")},
		{number: "B96FEB029", child: someone{given: "Divya", family: "Solanki", sex: girl, born: "1996-02-29", national: "200000208"}, at: "IN-GJ-SUR-01", mother: nameOnly("Rekha", "Solanki"), father: nameOnly("Bharat", "Solanki")},
		{number: "B99DEC031", child: someone{given: "Sanjay", family: "Gowda", sex: boy, born: "1999-12-31", national: "200000209"}, at: "IN-KA-MYS-01", mother: nameOnly("Savitha", "Gowda"), father: nameOnly("Manju", "Gowda")},
		{number: "B00JAN001", child: someone{given: "Neha", family: "Gowda", sex: girl, born: "2000-01-01", national: "200000210"}, at: "IN-KA-MYS-01", mother: nameOnly("Savitha", "Gowda"), father: nameOnly("Manju", "Gowda")},
	}
}

// birthsOfChildren are of those for whom a child benefit may be asked.
func birthsOfChildren() []birth {
	return []birth{
		{number: "B08NOV012", child: someone{given: "Rahul", family: "Joshi", sex: boy, born: "2008-11-12", uin: "UIN-081112-01"}, at: "IN-RJ-UDA-01", mother: geeta(), father: vikram()},
		{number: "B12MAY007", child: someone{given: "Pooja", family: "Joshi", sex: girl, born: "2012-05-07", uin: "UIN-120507-02"}, at: "IN-RJ-UDA-01", mother: geeta(), father: vikram()},
		{number: "B14JUN001", child: someone{given: "Dev", family: "Patel", sex: boy, born: "2014-06-01", uin: "UIN-140601-03"}, at: "IN-GJ-AHM-01", mother: kavita(), father: nilesh()},
		{number: "B16DEC031", child: someone{given: "Aarav", family: "Thomas", sex: boy, born: "2016-12-31", uin: "UIN-161231-04"}, at: "IN-KL-EKM-01", mother: nameOnly("Anita", "Thomas"), father: nameOnly("Joseph", "Thomas")},
		{number: "B18JAN001", child: someone{given: "Sara", family: "Thomas", sex: girl, born: "2018-01-01", uin: "UIN-180101-05"}, at: "IN-KL-EKM-01", mother: nameOnly("Anita", "Thomas"), father: nameOnly("Joseph", "Thomas")},
		{number: "B18SEP010", child: someone{given: "Inaya", family: "Shah", sex: girl, born: "2018-09-10", uin: "UIN-180910-06"}, at: "IN-GJ-AHM-01", mother: farida(), father: imran()},
		{number: "B19MAR008", child: someone{given: "Meera", family: "Menon", sex: girl, born: "2019-03-08", uin: "UIN-190308-07"}, at: "IN-KL-EKM-01", mother: leena(), father: suresh()},
		{number: "B20APR015", child: someone{given: "Veer", family: "Solanki", sex: boy, born: "2020-04-15", uin: "UIN-200415-08"}, at: "IN-GJ-SUR-01", mother: nameOnly("Komal", "Solanki"), father: someone{given: "Deepak", family: "Solanki", sex: boy, national: "200000207"}},
		{number: "B21AUG015", child: someone{given: "Tara", family: "Joshi", sex: girl, born: "2021-08-15", uin: "UIN-210815-09"}, at: "IN-KA-MYS-01", mother: nandini(), father: vikram()},
		{number: "B22OCT005", child: someone{given: "Aditya", family: "Gowda", sex: boy, born: "2022-10-05", uin: "UIN-221005-10"}, at: "IN-KA-MYS-01", mother: nameOnly("Bhavya", "Gowda"), father: someone{given: "Sanjay", family: "Gowda", sex: boy, national: "200000209"}},
		{number: "B23FEB014", child: someone{given: "Myra", family: "Singh", sex: girl, born: "2023-02-14", uin: "UIN-230214-11"}, at: "IN-RJ-UDA-01", mother: nameOnly("Simran", "Kaur")},
		{number: "B24MAY020", child: someone{given: "Kiaan", family: "Iyer", sex: boy, born: "2024-05-20", uin: "UIN-240520-12"}, at: "IN-KA-MYS-01", mother: nameOnly("Lalitha", "Iyer"), father: nameOnly("Ganesh", "Iyer")},
		{number: "B25JUL001", child: someone{given: "Advika", family: "Rao", sex: girl, born: "2025-07-01", uin: "UIN-250701-13"}, at: "IN-KA-MYS-01", mother: nameOnly("Shreya", "Rao"), father: nameOnly("Kiran", "Rao")},
	}
}

// birthsWrittenOddly are what a program that expects a given name, a surname and
// a full date in Latin letters gets wrong.
func birthsWrittenOddly() []birth {
	return []birth{
		// The type of the number in the spelling of another registry.
		{number: "BIRTH-TEST-001", spelling: "BIRTH_REG_NO", child: someone{given: "Birth", family: "Registered", sex: girl, born: "1985-10-10", national: "900000002"}, at: "IN-KL-KOZ", mother: nameOnly("Mother", "Registered")},
		// A year alone, one name, a number with leading zeros.
		{number: "B62XXX001", child: lakshmi(), at: "IN-KL-KOZ"},
		// A year and a month.
		{number: "B75AUG001", child: someone{given: "Ramesh", family: "Yadav", sex: boy, born: "1975-08", national: "200000301"}, at: "IN-RJ-UDA", mother: nameOnly("Sita", "Yadav")},
		// Nobody wrote down where.
		{number: "B21XXX001", child: someone{given: "Tara", family: "Bhat", sex: girl, born: "2021-04-18", uin: "UIN-210418-21"}, mother: nameOnly("Uma", "Bhat")},
		// No date at all.
		{number: "BXXXXX001", child: someone{given: "Meera", family: "Das", sex: girl, national: "200000302"}, at: "IN-RJ-UDA"},
		// Two dates: the first one written, and the corrected one.
		{number: "B88MAR001", child: someone{given: "Prakash", family: "Naik", sex: boy, born: "1988-03-01 1989-03-01", national: "200000303"}, at: "IN-KA-MYS", mother: nameOnly("Kusuma", "Naik"), father: nameOnly("Shankar", "Naik")},
		// A sex that the registry says it does not know, and one that it says nothing of.
		{number: "B03JUN006", child: someone{given: "Kiran", family: "Bhat", sex: codes.SexUnknown, born: "2003-06-06", national: "200000304"}, at: "IN-KA-MYS"},
		{number: "B04JUL007", child: someone{given: "Jaya", family: "Bhat", born: "2004-07-07", national: "200000305"}, at: "IN-KA-MYS"},
		{number: "B98JAN015", child: someone{given: "Vidya", family: "Shetty", sex: codes.SexOther, born: "1998-01-15", national: "200000306"}, at: "IN-KA-MYS"},
		// Other scripts.
		{number: "B92APR009", child: someone{given: "Алия", middle: "Сериковна", family: "Нурланова", sex: girl, born: "1992-04-09", national: "200000307"}, at: "IN-GJ-AHM", father: nameOnly("Серик", "Нурланов")},
		{number: "B94SEP011", child: someone{given: "አበበ", family: "ከበደ", sex: boy, born: "1994-09-11", national: "200000308"}, at: "IN-KL-EKM", mother: nameOnly("አልማዝ", "")},
		{number: "B97APR013", child: someone{given: "สมชาย", family: "ใจดี", sex: boy, born: "1997-04-13", national: "200000309"}, at: "IN-KL-EKM", mother: nameOnly("สมหญิง", "ใจดี")},
		{number: "B01MAY005", child: someone{given: "فاطمة", family: "الزهراني", sex: girl, born: "2001-05-05", national: "200000310"}, at: "IN-KL-KOZ", father: nameOnly("حسن", "الزهراني")},
		{number: "B05NOV001", child: someone{given: "सीता", family: "देवी", sex: girl, born: "2005-11-01", national: "200000311"}, at: "IN-RJ-UDA", mother: nameOnly("गीता", "देवी"), father: nameOnly("राम", "लाल")},
		// A name of two words, an apostrophe, a hyphen, and what HTML would escape.
		{number: "B86DEC025", child: someone{given: "Mary Ann", family: "D'Souza-Pereira", sex: girl, born: "1986-12-25", national: "200000312"}, at: "IN-KL-EKM-01", mother: nameOnly("Rosa", "D'Souza"), father: nameOnly("Paul & Sons", "Pereira")},
	}
}
