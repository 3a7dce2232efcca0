#pragma once
#include <vector>

#include "app/demo/province.hpp"
#include "app/world.hpp"
#include "records/party/ids.hpp"

namespace leye::app {

/// Cases in every state, made through the case engine as people and officers would, over the last two months.
void make_demo_cases(World& world, const demo::Province& province, const std::vector<party::PersonId>& people);

}  // namespace leye::app
