// login_service: a login service for trying out by hand and for the tests of the pages. Lets
// everybody in as the subject given (default "s-1"). Prints its address and runs until its input
// ends.

#include <iostream>
#include <string>

#include "support/login_service.h"

int main(int argc, char** argv) {
  zhiheng::support::LoginService service;
  if (argc > 1) service.subject = argv[1];
  service.listen();
  std::cout << service.issuer << std::endl;
  for (std::string line; std::getline(std::cin, line);) service.lie = line;
  return 0;
}
