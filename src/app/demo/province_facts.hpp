#pragma once
#include <string>
#include <vector>

#include "app/demo/province.hpp"
#include "records/fact/fact.hpp"

namespace leye::demo {

/// A file as a department hands it over.
struct SourceFile {
    std::string source;  ///< of catalog/sources
    std::string name;    ///< «social_insurance_202610.csv»
    std::string content;
};

/// What other departments know of the people of the province, by person: insurance of the last three years, schools, pensions,
/// households and the rest. Most agrees with the working lives that the register holds; for some hundred people it does not, as
/// it is in truth: registered unemployed and long since insured by a new employer, registered as employed and insured no more,
/// drawing benefit while insured, couples without any work. Facts of a person are by kind and beginning.
std::vector<std::vector<fact::Fact>> make_province_facts(uint64_t seed, const Province& province, const reference::Reference& reference, Date today);

/// The newest month that the insurance agency has sent by `today`: the one before.
Date newest_month_on(Date today);

/// Those facts as files of the departments: insurance in three files, of the past and of the last two months, one of each other
/// source.
std::vector<SourceFile> make_source_files(const Province& province, const std::vector<std::vector<fact::Fact>>& facts, Date today);

}  // namespace leye::demo
