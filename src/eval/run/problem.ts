/** Something without which an attempt cannot be made: the message is for the user. */
export class NotStarted extends Error {
  override readonly name = "NotStarted";
}

/** The budget of the run is used up. */
export class BudgetReached extends Error {
  override readonly name = "BudgetReached";
}
