from .regions import Address, HelpFirst, Level, Region
