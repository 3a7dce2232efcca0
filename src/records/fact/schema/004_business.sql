-- Who runs a business with this code (Kind::business): whom it concerns when somebody is hired there.
create index fact_by_business on fact (unit, person_id) where kind = 3;
