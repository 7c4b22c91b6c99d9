/** The texts of lines and going downhill, in English. */

export const DESCENT_ENGLISH = {
  "figure.line.slope": "Slope",
  "figure.line.intercept": "Intercept",
  "figure.line.last": "Mark of the fifth pupil",
  "figure.line.showBest": "Show the best line",
  "figure.line.hours": "hours x",
  "figure.line.marks": "marks y",
  "figure.line.prediction": "prediction",
  "figure.line.error": "error",
  "figure.line.square": "squared error",
  "figure.line.sum": "Your line: the squared errors add up to {sum}.",
  "figure.line.best": "Best line (dashed): y = {slope} × x + {intercept}. Its squared errors add " +
    "up to {sum}.",

  "figure.rounds": "{count} {count:round|rounds}",

  "figure.trying.x": "Your guess at x",
  "figure.trying.y": "Your guess at y",
  "figure.trying.now": "After {count} {count:round|rounds}: x = {x}, y = {y}",
  "figure.trying.equation":
    "{a} × {x} + {b} × {y} = {left}. It has to be {wanted}. The error is {error}.",
  "figure.trying.together": "The squared errors add up to {sum}.",
  "figure.trying.push":
    "Next change of {unknown}: −{rate} × ({first} × {firstError} + {second} × {secondError}) = {change}",
  "figure.trying.lines":
    "Two lines, on each of which one equation is fulfilled. They cross at the solution.",

  "figure.descent.start": "Start",
  "figure.descent.rate": "Learning rate",
  "figure.descent.now":
    "After {count} {count:step|steps}: a = {a}, the loss is {loss}, the slope is {slope}.",
  "figure.descent.next": "The next step: {a} − {rate} × {slope} = {then}",
  "figure.descent.outside": "That is outside the picture.",
  "figure.descent.ranAway": "The numbers have run away. Take a smaller learning rate.",

  "figure.surface.levels":
    "Slope and intercept; each closed curve joins places with the same loss.",
  "figure.surface.now":
    "After {count} {count:step|steps}: y = {slope} × x + {intercept}. The loss is {loss}.",
  "figure.surface.gradient":
    "Gradient here: {slope} in the direction of the slope, {intercept} in that of the intercept.",

  "puzzle.lineError": "One error",
  "puzzle.lineError.question":
    "A line has the slope {slope} and the intercept {intercept}. A point lies at x = {x}, y = {y}. " +
    "What is the error of the line there? Mind its sign.",
  "puzzle.squaredErrors": "The sum of the squares",
  "puzzle.squaredErrors.question":
    "A line has the slope {slope} and the intercept {intercept}. What do its squared errors at " +
    "the three points add up to?",
  "puzzle.points": "Points: x above, y below",
  "puzzle.bestHeight": "The best flat line",
  "puzzle.bestHeight.question":
    "A line with the slope 0 has one height for all points. At which height do the squared errors " +
    "of these five points have the least sum?",
  "puzzle.heights": "y of the five points",
  "puzzle.guessError": "The error of a guess",
  "puzzle.guessError.question":
    "{a} × x + {b} × y has to be {wanted}. The guess is x = {x}, y = {y}. What is the error? Mind " +
    "its sign.",
  "puzzle.rearranged": "By rearranging",
  "puzzle.rearranged.question":
    "{a} × x + {b} × y has to be {first}, and {c} × x + {d} × y has to be {second}. What is x?",
  "puzzle.betterGuess": "One round",
  "puzzle.betterGuess.question":
    "{a} × x + {b} × y has to be {first}, and {c} × x + {d} × y has to be {second}. The guess is " +
    "x = {x}, y = 0. The share of the push is {rate}. What is x after one round?",
  "puzzle.descentStep": "One step",
  "puzzle.descentStep.question":
    "a is {a}. The slope there is {slope}, and the learning rate is {rate}. Where does one step " +
    "of gradient descent lead?",
  "puzzle.twoSteps": "Two steps",
  "puzzle.twoSteps.question":
    "The slope of a curve at a is 2 × (a − {lowest}). a begins at {start}, and the learning rate " +
    "is {rate}. Where is a after two steps?",
  "puzzle.slopeGradient": "The gradient of a line",
  "puzzle.slopeGradient.question":
    "A line has the slope {slope} and the intercept {intercept}. The loss is the mean of the " +
    "squared errors at both points. Which number of the gradient belongs to the line's slope?",

  "hint.lineError": "Slope times x plus intercept is the prediction. Take y away from it.",
  "hint.predictionOnly": "That is the prediction. The error is the prediction minus y.",
  "hint.interceptForgotten": "The intercept is missing: it is added to slope times x.",
  "hint.alreadySquared": "That is the squared error. Only the error was asked for.",
  "hint.squaredErrors": "Find the three errors first. Multiply each by itself, then add.",
  "hint.notSquared": "You added the errors themselves. Multiply each by itself first.",
  "hint.distancesOnly": "You added the errors without their signs. They have to be squared.",
  "hint.squaredTooLate": "You added first and squared then. Square each error, then add.",
  "hint.squareIsPositive": "A negative number times itself is positive. Nothing is taken away.",
  "hint.bestHeight": "Try a height, add up the squares, and try another one. Or think of the mean.",
  "hint.middlePoint":
    "That is the point in the middle of the row by size. The far point pulls the line further.",
  "hint.halfWay": "That is half way between lowest and highest. The other points count too.",
  "hint.notDivided": "That is the sum of all five. Divide it by how many there are.",
  "hint.guessError": "Put the guess into the left side. Take away what it has to be.",
  "hint.wantedMinusLeft": "The sign is the wrong way round: left side minus what it has to be.",
  "hint.leftSideOnly": "That is the left side. Take away what it has to be.",
  "hint.unknownsSwapped": "x and y have changed places.",
  "hint.rearranged":
    "Multiply both equations so that y counts equally often in both. Then take one from the other.",
  "hint.otherUnknown": "That is y. x was asked for.",
  "hint.signOfSolution": "The sign is the wrong way round.",
  "hint.betterGuess":
    "Find both errors. Multiply each by what x counts in its equation, add, and take the share.",
  "hint.pushedAlong": "x went along with the push. It has to go against it.",
  "hint.wholePush": "The whole push was taken, not the share of it.",
  "hint.firstEquationOnly": "Only the first equation pushes there. The second one pushes as well.",
  "hint.pushOfTheOther": "That is the push on y. Multiply the errors by what x counts.",
  "hint.changeOnly": "That is the change. It is added to the guess.",
  "hint.descentStep": "Multiply the slope by the learning rate. Take the product away from a.",
  "hint.uphill": "That leads uphill: take the product away instead of adding it.",
  "hint.rateForgotten": "The slope was not multiplied by the learning rate.",
  "hint.wayOnly": "That is how far the step goes. It begins at a.",
  "hint.slopeForgotten": "Only the learning rate was taken away. Multiply it by the slope first.",
  "hint.twoSteps":
    "Put a into the formula for the slope, take one step, and do the same once more.",
  "hint.oneStepOnly": "That is where the first step leads. Take one more from there.",
  "hint.slopeNotRenewed": "The slope is another one after the first step. Compute it anew.",
  "hint.slopeGradient": "It is the mean of 2 × error × x over both points.",
  "hint.gradientOfIntercept":
    "That belongs to the intercept. Multiply each error by its x as well.",
  "hint.meanForgotten": "That is a sum over both points. Take their mean.",
};
